import {
  AlignmentType,
  type IParagraphStyleOptions,
  type IPropertiesOptions,
  LevelFormat,
  LevelSuffix,
  LineRuleType,
} from 'docx';

// GB/T 9704-2012 in twips (1 mm = 56.69): A4, margins 37/35/28/26 mm, 22 lines of 28 characters. 580 would give 21 lines.
export const page = { width: 11_906, height: 16_838 };
export const margin = { top: 2098, bottom: 1984, left: 1587, right: 1474, footer: 1389 };
export const linePitch = 579;
/** Width of the text block, 156 mm. */
export const textWidth = 8845;
/** One character of size 3 in a squeezed line. */
export const character = 315;

/** Faces as Word and WPS name them; the reader's machine supplies them. */
export const faces = { title: '方正小标宋简体', head: '黑体', kai: '楷体_GB2312', body: '仿宋_GB2312', page: '宋体' };

type FontNames = { readonly ascii: string; readonly hAnsi: string; readonly eastAsia: string; readonly cs: string };

/** One face for every script, or Word would set digits in another one. */
export function fontOf(name: string): FontNames {
  return { ascii: name, hAnsi: name, eastAsia: name, cs: name };
}

/** Squeezes size 3 type into 28 characters a line; -4 would give 27. */
const squeeze = -5;
const exactLine = { line: linePitch, lineRule: LineRuleType.EXACT };
// WPS and LibreOffice read the second where they do not know the first.
const indent = { firstLineChars: 200, firstLine: 640 };

const headings = [
  { font: fontOf(faces.head), bold: false },
  { font: fontOf(faces.kai), bold: false },
  { font: fontOf(faces.body), bold: true },
  { font: fontOf(faces.body), bold: false },
].map((run, index) => ({
  run: { ...run, size: 32, color: '000000', characterSpacing: squeeze },
  paragraph: { spacing: exactLine, keepNext: true, outlineLevel: index, alignment: AlignmentType.JUSTIFIED },
}));

const paragraphStyles: readonly IParagraphStyleOptions[] = [
  // LibreOffice takes the grid's size from this style and not from the document's defaults.
  {
    id: 'Normal',
    name: 'Normal',
    quickFormat: true,
    run: { font: fontOf(faces.body), size: 32, characterSpacing: squeeze },
    paragraph: { spacing: exactLine, alignment: AlignmentType.JUSTIFIED },
  },
  { id: 'BodyText', name: 'Body Text', basedOn: 'Normal', quickFormat: true, paragraph: { indent } },
  {
    id: 'TableText',
    name: 'Table Text',
    basedOn: 'Normal',
    run: { size: 24 },
    paragraph: { spacing: { line: 400, lineRule: LineRuleType.EXACT }, alignment: AlignmentType.LEFT },
  },
  {
    id: 'TableCaption',
    name: 'Table Caption',
    basedOn: 'Normal',
    run: { font: fontOf(faces.head), size: 28 },
    paragraph: { alignment: AlignmentType.CENTER, keepNext: true },
  },
  {
    id: 'NoteText',
    name: 'Note Text',
    basedOn: 'Normal',
    run: { size: 21 },
    paragraph: { spacing: { line: 320, lineRule: LineRuleType.EXACT }, indent: { left: 560, hanging: 560 } },
  },
];

export const styles: NonNullable<IPropertiesOptions['styles']> = {
  default: {
    document: {
      run: { font: fontOf(faces.body), size: 32, language: { value: 'en-US', eastAsia: 'zh-CN' } },
    },
    title: {
      run: { font: fontOf(faces.title), size: 44 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { line: 700, lineRule: LineRuleType.EXACT } },
    },
    heading1: headings[0]!,
    heading2: headings[1]!,
    heading3: headings[2]!,
    heading4: headings[3]!,
  },
  paragraphStyles,
};

const levels = [
  { format: LevelFormat.CHINESE_COUNTING_THOUSAND, text: '%1、' },
  { format: LevelFormat.CHINESE_COUNTING_THOUSAND, text: '（%2）' },
  { format: LevelFormat.DECIMAL, text: '%3.' },
  { format: LevelFormat.DECIMAL, text: '（%4）' },
].map((level, index) => ({
  ...level,
  level: index,
  suffix: LevelSuffix.NOTHING,
  alignment: AlignmentType.LEFT,
  style: { run: headings[index]!.run, paragraph: { indent: { left: 0, ...indent } } },
}));

/** 一、（一）1.（1）as Word's own numbering, so that a paragraph put in later renumbers the rest. */
export const numbering: NonNullable<IPropertiesOptions['numbering']> = {
  config: [{ reference: 'headings', levels }],
};

/**
 * What the library has no option for: a paragraph may end a page with one line (pages then have 22), no gap beside digits and
 * Latin letters (lines then have 28 characters), and lines in tables that do not snap to the page's grid. Takes and returns
 * the XML of styles; raises Error when the library stops writing what this looks for.
 */
export function finishStyles(xml: string): string {
  const defaults = '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>';
  const offGrid = /(w:styleId="(?:TableText|NoteText)">.*?<w:pPr>)(?=<w:spacing)/g;
  if (!xml.includes('<w:pPrDefault/>') || xml.match(offGrid)?.length !== 2)
    throw new Error('styles.xml has changed form');
  return xml
    .replace('<w:pPrDefault/>', `<w:pPrDefault><w:pPr>${defaults}</w:pPr></w:pPrDefault>`)
    .replace(offGrid, '$1<w:snapToGrid w:val="0"/>');
}
