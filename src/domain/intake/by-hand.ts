import { kinds } from '#domain/kinds/registry.ts';
import { Dates } from './dating.ts';
import { proposalOf } from './drafting.ts';
import type { Proposal, Span } from './model.ts';
import { type Prepared, proposeIn } from './propose.ts';
import { kindTold, subjectOf } from './words.ts';

/**
 * The record that somebody asks to be made of one quantity: what the rules would have made of it had it not been a total or
 * left over; else a record of its clause that counts nothing yet. Its quantities are not given: whoever asked knows which.
 */
export function proposeFor(prepared: Prepared, quantity: Span): Proposal {
  const { text, folded, lines, knowledge } = prepared;
  const line = lines.find((one) => one.start <= quantity.start && quantity.start < one.end) ?? lines[0]!;
  const proposed = proposeIn(prepared, { start: lineStart(text, line.start), end: line.end }, { freely: true });
  const place = proposed.quantities.findIndex((one) => one.start === quantity.start);
  const found = proposed.proposals.find((one) => one.quantities.includes(place));
  if (found) return { ...found, quantities: [], doubts: [] };
  const span = clauseAround(folded, quantity, line);
  const subject = subjectOf(line.section);
  const kind = subject.kind ?? kindTold(folded.slice(span.start, span.end)) ?? 'publicity';
  const made = proposalOf(
    {
      ...{ text, folded, knowledge, quantities: [] },
      ...{ totals: new Map(), settled: new Map(), lineNumber: () => lines.indexOf(line) + 1 },
      dates: new Dates(text.slice(line.start, line.end), knowledge.period, line.start),
    },
    {
      ...{ kind, line, span, around: span, isItem: false, counted: [], highlight: false },
      host: line.unit ?? knowledge.home,
      dated: new Dates(text.slice(line.start, line.end), knowledge.period, line.start).of(span, line.start),
      kindWhy: {
        zh: `由您指定，先按${kinds[kind].label.zh}记`,
        en: `asked for by hand; ${kinds[kind].label.en} for now`,
      },
    },
  );
  return { ...made, quantities: [] };
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function clauseAround(folded: string, { start, end }: Span, line: Span): Span {
  let from = start;
  while (from > line.start && !'。；！？'.includes(folded[from - 1]!)) from--;
  let to = end;
  while (to < line.end && !'。；！？'.includes(folded[to]!)) to++;
  return { start: from, end: to };
}
