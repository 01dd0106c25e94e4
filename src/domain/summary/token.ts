import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Window } from '#kernel/window.ts';

/** A figure named in a text: `{lecture.sessions|venue=school@lecturers~}`. */
export interface FigureToken {
  readonly measure: string;
  readonly classes: Readonly<Record<string, string>>;
  readonly window?: string;
  readonly hedged: boolean;
}

export type TextPart = { readonly words: string } | { readonly token: FigureToken } | { readonly name: string };

// Measure, then optionally classes, a window's name, and ~ for the hedged form.
const form = /\{([a-z_]+)(?:\.([a-z_]+)((?:\|[a-z_]+=[a-z0-9_]+)*)(?:@([a-z_]+))?(~)?)?\}/g;

/** Splits a template's text into words, figure tokens and plain names (`{unit}`, `{names}`). */
export function parseText(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(form)) {
    if (match.index > end) parts.push({ words: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const [, first = '', field, filters = '', window, tilde] = match;
    if (field === undefined) {
      parts.push({ name: first });
      continue;
    }
    const classes = Object.fromEntries(
      filters
        .split('|')
        .filter(Boolean)
        .map((one) => one.split('=') as [string, string]),
    );
    parts.push({
      token: {
        measure: `${first}.${field}`,
        classes,
        hedged: tilde === '~',
        ...(window && { window }),
      },
    });
  }
  if (end < text.length) parts.push({ words: text.slice(end) });
  return parts;
}

/** The question behind a token, for a unit and with the summary's windows. */
export function questionOf(token: FigureToken, unit: string, windowOf: (name?: string) => Window): FigureQuestion {
  return {
    measure: token.measure,
    unit,
    window: windowOf(token.window),
    ...(Object.keys(token.classes).length > 0 && { classes: token.classes }),
    precision: token.hedged ? 'hedged' : 'exact',
  };
}

export function questionsIn(text: string, unit: string, windowOf: (name?: string) => Window): FigureQuestion[] {
  return parseText(text).flatMap((part) => ('token' in part ? [questionOf(part.token, unit, windowOf)] : []));
}
