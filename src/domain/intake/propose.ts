import { kinds } from '#domain/kinds/registry.ts';
import { fold } from '#domain/reading/fold.ts';
import { readQuantities } from '#domain/reading/quantities.ts';
import type { Text } from '#kernel/text.ts';
import { classIn } from './classing.ts';
import { Dates } from './dating.ts';
import type { Knowledge } from './knowledge.ts';
import type { Proposal, SortedQuantity, Span } from './model.ts';
import { type Line, outlineOf } from './outline.ts';
import { ParagraphReader } from './paragraph.ts';
import { RowReader } from './row.ts';
import { quantitiesIn, type Scene, settleAll, settleRest } from './scene.ts';
import { totalsIn } from './totals.ts';
import { subjectOf } from './words.ts';

/** A document prepared for reading. */
export interface Prepared {
  readonly text: string;
  readonly folded: string;
  readonly lines: readonly Line[];
  readonly knowledge: Knowledge;
}

export function prepare(
  text: string,
  headings: readonly { readonly start: number; readonly level: number }[],
  knowledge: Knowledge,
): Prepared {
  const folded = fold(text);
  const { names, home, period } = knowledge;
  return { text, folded, knowledge, lines: outlineOf(folded, { names, home, on: period.to, headings }) };
}

export interface Proposed {
  readonly quantities: readonly SortedQuantity[];
  readonly proposals: readonly Proposal[];
}

/**
 * Reads a stretch of the document that begins and ends with a line: every quantity in it, in exactly one state, and the
 * records that it proposes, in order. `quantities` of a proposal are places in the list returned. `freely` proposes of stated
 * totals too, for somebody who has asked for it.
 */
export function proposeIn(prepared: Prepared, range: Span, { freely = false }: { freely?: boolean } = {}): Proposed {
  const { text, folded, lines, knowledge } = prepared;
  const { names, period } = knowledge;
  const quantities = readQuantities(text.slice(range.start, range.end), {
    aliases: names.aliases(),
    on: period.to,
  }).map((one) => ({ ...one, start: one.start + range.start, end: one.end + range.start }));
  const own = lines.filter((line) => range.start <= line.start && line.start < range.end);
  const lineAt = lineFinder(own);
  const numbers = new Map(lines.map((line, index) => [line, index + 1]));
  const sections = new Map<string, ReturnType<typeof subjectOf>>();
  const subject = (section: string) => {
    const known = sections.get(section) ?? subjectOf(section);
    sections.set(section, known);
    return known;
  };
  const scene: Scene = {
    ...{ text, folded, quantities, knowledge },
    dates: new Dates(text.slice(range.start, range.end), period, range.start),
    lineNumber: (line) => numbers.get(line)!,
    settled: new Map(),
    totals: freely
      ? new Map()
      : totalsIn({
          folded,
          quantities,
          lineOf: (index) => lineAt(quantities[index]!.start),
          worth: (parts) =>
            worthOf(
              prepared,
              parts.map((part) => quantities[part]!),
              subject,
            ),
        }),
  };
  const paragraphs = new ParagraphReader(scene);
  const rows = new RowReader(scene, range);
  const proposals: Proposal[] = [];
  for (const [index, line] of own.entries()) {
    const about = subject(line.section);
    const indexes = quantitiesIn(scene, line);
    if (line.kind === 'heading') settleAll(scene, indexes, inHeading);
    else if (about.plan) settleAll(scene, indexes, planned);
    else if (line.stranger !== undefined) settleAll(scene, indexes, strange(line.stranger));
    else if (line.kind === 'row') proposals.push(...rows.read(line, about, own.slice(Math.max(0, index - 60), index)));
    else proposals.push(...paragraphs.read(line, about));
    settleRest(scene, indexes, line.unit, undefined);
  }
  // What stands outside every line cannot be, but must not be lost either.
  settleRest(scene, [...quantities.keys()], undefined, undefined);
  const used = new Set(proposals.flatMap((one) => one.quantities));
  return { proposals, quantities: quantities.map((one, index) => sorted(scene, one, index, used.has(index), lineAt)) };
}

const inHeading: Text = { zh: '标题里的数', en: 'a number in a heading' };
const planned: Text = { zh: '下一阶段的安排，还不是结果', en: 'a plan for what comes next, not a result' };
const strange = (name: string): Text => ({
  zh: `“${name}”不是本组织的单位，或者名称不清`,
  en: `"${name}" is no unit of the organisation, or not clear`,
});

function sorted(
  scene: Scene,
  one: Scene['quantities'][number],
  index: number,
  used: boolean,
  lineAt: (at: number) => Line | undefined,
): SortedQuantity {
  const settled = scene.settled.get(index);
  return {
    ...{ start: one.start, end: one.end, text: one.text, value: one.value, counter: one.unit, noun: one.noun },
    section: lineAt(one.start)?.section ?? one.section,
    unit: settled?.unit ?? lineAt(one.start)?.unit?.code ?? '',
    // What a proposal uses is unused again once that is left out.
    base: used ? 'unused' : (settled?.base ?? 'unused'),
    why: settled?.why ?? { zh: '用在一条记录里', en: 'used by a record' },
    ...(settled?.asks && { asks: settled.asks }),
  };
}

/** A list whose items say the class that a record needs is worth more than one that names persons. */
function worthOf(
  { knowledge, lines }: Prepared,
  parts: readonly Scene['quantities'][number][],
  subject: typeof subjectOf,
): number {
  const { catalogue } = knowledge.organisation;
  const [first] = parts;
  const kind = first && subject(first.section).kind;
  const family = kind && kinds[kind].classes.find((one) => one.required)?.family;
  if (!family || lines.length === 0) return 0;
  return (
    parts.filter((one) => classIn(one.noun, family, knowledge.period.to, catalogue) !== undefined).length / parts.length
  );
}

function lineFinder(lines: readonly Line[]): (at: number) => Line | undefined {
  return (at) => {
    let low = 0;
    for (let high = lines.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (lines[middle]!.end <= at) low = middle + 1;
      else high = middle;
    }
    const line = lines[low];
    return line && line.start <= at ? line : undefined;
  };
}
