import { SaxesParser } from 'saxes';

/** Size of a drawing as it asks to be shown, in pixels at 96 to the inch. */
export interface SvgSize {
  readonly width: number;
  readonly height: number;
}

const active = new Set(['script', 'foreignObject', 'iframe']);
const whenUnsaid: SvgSize = { width: 600, height: 400 };

/**
 * Size of an SVG drawing. Raises Error with the reason when it is not well-formed, declares a document type, carries
 * script, or refers to anything outside itself: such a file must not travel inside a document.
 */
export function inspectSvg(svg: string): SvgSize {
  const parser = new SaxesParser();
  let size: SvgSize | undefined;
  const refuse = (reason: string): never => {
    throw new Error(reason);
  };
  parser.on('error', (error) => refuse(error.message));
  parser.on('doctype', () => refuse('document type'));
  parser.on('processinginstruction', ({ target }) => (target === 'xml' ? undefined : refuse(`instruction ${target}`)));
  parser.on('opentag', (tag) => {
    const attributes = tag.attributes as Readonly<Record<string, string>>;
    if (size === undefined) {
      if (tag.name !== 'svg') refuse(`root element ${tag.name}`);
      size = sizeOf(attributes);
    }
    if (active.has(tag.name)) refuse(`element ${tag.name}`);
    for (const [name, value] of Object.entries(attributes)) {
      if (/^on/i.test(name)) refuse(`attribute ${name}`);
      if (/(^|:)(href|src)$/i.test(name) && !/^(#|data:image\/(png|jpeg);)/.test(value)) refuse(`reference ${name}`);
      if (/url\(\s*['"]?(?!#)/i.test(value)) refuse(`reference in ${name}`);
    }
  });
  const words = (text: string) => (/@import|url\(\s*['"]?(?!#)/i.test(text) ? refuse('reference in style') : undefined);
  parser.on('text', words);
  parser.on('cdata', words);
  parser.write(svg).close();
  return size ?? refuse('empty');
}

function sizeOf(attributes: Readonly<Record<string, string>>): SvgSize {
  const [, , boxWidth, boxHeight] = (attributes.viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = lengthOf(attributes.width) ?? boxWidth;
  const height = lengthOf(attributes.height) ?? boxHeight;
  return isLength(width) && isLength(height) ? { width, height } : whenUnsaid;
}

function lengthOf(text: string | undefined): number | undefined {
  const match = /^([\d.]+)(px)?$/.exec(text?.trim() ?? '');
  return match ? Number(match[1]) : undefined;
}

function isLength(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 1 && value <= 20_000;
}
