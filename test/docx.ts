import { makeZip, type TestEntry } from './xlsx.ts';

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Parts of a Word file besides its body: the XML inside their root element. */
export interface DocxParts {
  readonly styles?: string;
  readonly numbering?: string;
  readonly footnotes?: string;
  readonly endnotes?: string;
  readonly comments?: string;
}

/** A Word file around the XML of its body, as a word processor would pack it; `more` is added or takes the place of an entry. */
export function makeDocx(body: string, parts: DocxParts = {}, more: readonly TestEntry[] = []): Uint8Array {
  const names = Object.keys(parts) as (keyof DocxParts)[];
  const own: TestEntry[] = [
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: '_rels/.rels',
      data: `<Relationships><Relationship Id="r1" Type="${types}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/_rels/document.xml.rels',
      data: `<Relationships>${names.map((name) => `<Relationship Id="${name}" Type="${types}/${name}" Target="${name}.xml"/>`).join('')}</Relationships>`,
    },
    { name: 'word/document.xml', data: root('document', `<w:body>${body}</w:body>`) },
    ...names.map((name) => ({ name: `word/${name}.xml`, data: root(name, parts[name]!) })),
  ];
  return makeZip([...own.filter((entry) => !more.some((other) => other.name === entry.name)), ...more]);
}

/** A paragraph of one run. */
export function paragraph(text: string, properties = ''): string {
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A paragraph of a list. */
export function listed(text: string, level = 0, numId = 1): string {
  return paragraph(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`);
}

/** A list's definition by the format and text of each level, used under `numId`. */
export function list(
  levels: readonly (readonly [format: string, text: string, more?: string])[],
  uses = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
): string {
  const all = levels.map(
    ([format, text, more = ''], level) =>
      `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`,
  );
  return `<w:abstractNum w:abstractNumId="0">${all.join('')}</w:abstractNum>${uses}`;
}

function root(name: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><w:${name} xmlns:w="${word}" xmlns:mc="mc" xmlns:wps="wps" xmlns:v="v">${content}</w:${name}>`;
}
