import type { Span } from './span.ts';
import { charIn } from './words.ts';

/** A sentence that holds quantities, and those quantities. */
export interface Sentence {
  readonly start: number;
  readonly spans: readonly Span[];
}

const enders = '。！？!?\n';

/** Groups the spans of a paragraph by sentence, walking the paragraph once. */
export function sentencesOf(text: string, from: number, spans: readonly Span[]): Sentence[] {
  const sentences: { start: number; spans: Span[] }[] = [];
  let start = from;
  let at = from;
  for (const span of spans) {
    for (; at < span.start; at++) if (charIn(enders, text, at)) start = at + 1;
    const last = sentences.at(-1);
    if (last && last.start === start) last.spans.push(span);
    else sentences.push({ start, spans: [span] });
  }
  return sentences;
}
