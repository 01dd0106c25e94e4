/**
 * The names and values that a browser would send for the first form of a page that was served: the successful controls of the
 * HTML standard, as far as these pages use them. Its own reading of the markup; it shares no code with the product's.
 */
export function successfulControls(page: string): [name: string, value: string][] {
  const read = page.replaceAll(/\r\n?/g, '\n');
  const form = /<form[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/.exec(read)?.[1] ?? '';
  const controls: [string, string][] = [];
  for (const match of form.matchAll(/<(input|select|textarea)\b([^>]*)>(?:([\s\S]*?)<\/\2>)?/g)) {
    const [, tag, text = ''] = match;
    const attributes = attributesOf(text);
    const name = attributes.get('name');
    if (!name) continue;
    if (tag === 'input') {
      const ticked = attributes.get('type') === 'radio' || attributes.get('type') === 'checkbox';
      if (!ticked || attributes.has('checked')) controls.push([name, attributes.get('value') ?? '']);
    } else {
      const end = form.indexOf(`</${tag}>`, match.index);
      const inside = form.slice(match.index + match[0].length, end);
      // The first line end after the tag is no part of the text.
      if (tag === 'textarea') controls.push([name, decoded(inside.replace(/^\n/, ''))]);
      else controls.push([name, chosenOf(inside)]);
    }
  }
  return controls;
}

function chosenOf(options: string): string {
  const all = [...options.matchAll(/<option\b([^>]*)>/g)].map((match) => attributesOf(match[1]!));
  return (all.find((one) => one.has('selected')) ?? all[0])?.get('value') ?? '';
}

function attributesOf(text: string): Map<string, string> {
  return new Map([...text.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map((match) => [match[1]!, decoded(match[2] ?? '')]));
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
