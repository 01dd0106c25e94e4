import { SaxesParser } from 'saxes';

export interface ReadPage {
  readonly elements: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[];
  readonly ids: readonly string[];
  readonly headings: readonly number[];
  /** Everything that links, frames or loads. */
  readonly addresses: readonly string[];
  readonly text: string;
}

/**
 * Reads a page as the well-formed document that every page here is. Raises Error where it is not: a tag left open, an
 * attribute without quotes, markup that came out of somebody's text. For tests.
 */
export function readPage(document: string): ReadPage {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    elements.push({ name: tag.name, attributes: tag.attributes });
  });
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.write(document.replace(/^<!doctype html>\s*/, '')).close();
  const attribute = (name: string) =>
    elements.flatMap((one) => (one.attributes[name] === undefined ? [] : [one.attributes[name]]));
  return {
    elements,
    ids: attribute('id'),
    headings: elements.flatMap((one) => (/^h[1-6]$/.test(one.name) ? [Number(one.name[1])] : [])),
    addresses: [...attribute('href'), ...attribute('src'), ...attribute('action')],
    text,
  };
}

const known = new Set(
  'html head meta title link body a img ul ol li header nav details summary main article section aside footer div span p h1 h2 strong small time dl dt dd table caption thead tbody tfoot tr th td form label select option button wbr'.split(
    ' ',
  ),
);

/** What is wrong with a page as a page: foreign elements, scripts, styles, addresses of another kind, ids told twice, headings out of order. */
export function faultsOf(page: ReadPage): string[] {
  const faults: string[] = [];
  for (const { name, attributes } of page.elements) {
    if (!known.has(name)) faults.push(`element <${name}>`);
    for (const attribute of Object.keys(attributes)) {
      if (/^on/i.test(attribute) || attribute === 'style' || attribute === 'srcdoc')
        faults.push(`attribute ${attribute} on <${name}>`);
    }
  }
  for (const address of page.addresses)
    if (!/^(\/(?!\/)|[#?]|https?:\/\/|tel:)/.test(address)) faults.push(`address ${address}`);
  if (new Set(page.ids).size !== page.ids.length)
    faults.push(`ids told twice: ${page.ids.filter((id, index) => page.ids.indexOf(id) !== index)}`);
  if (page.headings.filter((level) => level === 1).length !== 1) faults.push('not exactly one h1');
  page.headings.forEach((level, index) => {
    if (level > (page.headings[index - 1] ?? 0) + 1) faults.push(`h${level} after h${page.headings[index - 1] ?? 0}`);
  });
  return faults;
}
