import { type Language, languages } from '#kernel/text.ts';

/** How a page is shown to this reader. */
export interface View {
  readonly language: Language;
  readonly large: boolean;
  /** The page's own address with the parameters that it knows and no other. */
  readonly here: string;
}

export interface Asked {
  readonly view: View;
  /** Set where the reader has just chosen a language or size. */
  readonly cookies: readonly string[];
}

const yearInSeconds = 31_536_000;

/**
 * Reads the reader's choice: from the address (`?lang=en`, `?text=large`), which is then remembered in a cookie; else from
 * the cookie; else from what the browser asks for. Anything unknown is as if it were absent.
 */
export function askedView(request: Request, here: string, fallback: Language): Asked {
  const { url, headers } = request;
  const query = url.includes('?') ? new URL(url).searchParams : undefined;
  const cookie = headers.get('cookie') ?? '';
  const chosenLanguage = languages.find((one) => one === query?.get('lang'));
  const chosenText = ['large', 'normal'].find((one) => one === query?.get('text'));
  const kept = (name: string) => new RegExp(`(?:^|;\\s*)${name}=([a-z]+)`).exec(cookie)?.[1];
  const language =
    chosenLanguage ??
    languages.find((one) => one === kept('lang')) ??
    preferred(headers.get('accept-language') ?? '') ??
    fallback;
  const large = (chosenText ?? kept('text')) === 'large';
  const cookies = [
    ...(chosenLanguage ? [`lang=${chosenLanguage}`] : []),
    ...(chosenText ? [`text=${chosenText}`] : []),
  ];
  return {
    view: { language, large, here },
    cookies: cookies.map((one) => `${one}; Path=/; Max-Age=${yearInSeconds}; SameSite=Lax`),
  };
}

/** The catalogue that an Accept-Language header likes best; undefined when it names neither. */
export function preferred(header: string): Language | undefined {
  let best: { language: Language; weight: number } | undefined;
  for (const part of header.slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = languages.find((one) => tag === one || tag.startsWith(`${one}-`));
    const given = parameters
      .map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1])
      .find((one) => one !== undefined);
    const weight = given === undefined ? 1 : Number(given);
    if (language && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language;
}

/** The same page in another language or size. */
export function changed(view: View, parameter: 'lang' | 'text', value: string): string {
  return `${view.here}${view.here.includes('?') ? '&' : '?'}${parameter}=${value}`;
}
