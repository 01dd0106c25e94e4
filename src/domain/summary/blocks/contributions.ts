import { figureOf } from '#domain/figures/evaluate.ts';
import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Inline, SummaryBlock, ToldRecord } from '../model.ts';
import type { BlockOf } from '../template.ts';
import { parseText, questionOf, questionsIn } from '../token.ts';
import { type BlockWriter, choose, type Draft, inlinesOf, joined, tidy } from './writer.ts';

type Contributions = BlockOf<'contributions'>;
type Answer = (question: FigureQuestion) => Figure;

/** One paragraph a unit, in tree order: what it did, in the records' own accounts, then its figures. Units without anything are left out. */
export const contributions: BlockWriter<'contributions'> = {
  ask: (block, draft) =>
    below(draft).flatMap((unit) =>
      block.totals.flatMap((total) =>
        [...total.open, ...total.clauses].flatMap((text) => questionsIn(text, unit.code, draft.windowOf)),
      ),
    ),
  write: (block, draft, answer) =>
    draft.contributors.flatMap((unit): SummaryBlock[] => {
      const told = toldBy(unit, block, draft);
      // The summary's own unit contains all others: its totals stand in the section's opening, not in its paragraph.
      const totals = unit === draft.unit ? [] : totalSentences(unit, block, draft, answer);
      const sentences = [...told.map((record) => accountOf(record, unit, block, draft)), ...totals];
      if (sentences.length === 0) return [];
      const lead = { unit: unit.code, short: unit.short };
      return [{ type: 'paragraph', lead, inlines: tidy(sentences.flat()), told: told.map((record) => record.id) }];
    }),
};

function below(draft: Draft): readonly Unit[] {
  return draft.contributors.filter((unit) => unit !== draft.unit);
}

/** The weightiest records, told in the order of their days. */
function toldBy(unit: Unit, block: Contributions, draft: Draft): ToldRecord[] {
  const limit = unit === draft.unit ? block.tell.root : block.tell.other;
  return (draft.told.get(unit.code) ?? [])
    .filter((record) => (block.kinds as readonly string[]).includes(record.kind))
    .filter((record) => block.highlight === undefined || record.highlight === block.highlight)
    .slice(0, limit)
    .sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : left.id - right.id));
}

/** A record's own account; its numbers become figures of that record. Some begin with the day. */
function accountOf(record: ToldRecord, unit: Unit, block: Contributions, draft: Draft): Inline[] {
  const window = { from: record.starts, to: record.day };
  const inlines = parseText(record.narrative).flatMap((part): Inline[] => {
    if ('words' in part) return [part.words];
    if (!('name' in part)) return [];
    const measure = `${record.kind}.${part.name}`;
    const counted = {
      n: 1,
      values: Object.fromEntries(Object.entries(record.values).map(([slot, value]) => [slot, value ?? 0])) as never,
    };
    const known = draft.organisation.catalogue.measure(measure);
    // A claim is hedged; so is a large count, where the last digits only distract.
    const precision =
      known?.claimed || (counted.values[`m${known?.slot}` as never] ?? 0) >= 1000 * (known?.scale ?? 1)
        ? 'hedged'
        : 'exact';
    const question: FigureQuestion = { measure, unit: unit.code, window, record: record.id, precision };
    return [draft.place(figureOf(question, counted, draft.organisation))];
  });
  const dated =
    record.starts === record.day &&
    choose([true, false, false], `${record.id}/${draft.section}`) &&
    block.highlight !== true;
  const [, month, day] = record.day.split('-').map(Number);
  const begun = dated && !/^\d|^[一-龥]{0,4}(月|日|期间|之际)/.test(record.narrative) ? [`${month}月${day}日，`] : [];
  return [...begun, ...inlines, /[。！？”]$/.test(record.narrative) ? '' : '。'];
}

function totalSentences(unit: Unit, block: Contributions, draft: Draft, answer: Answer): Inline[][] {
  return block.totals.flatMap((total) => {
    const clauses = total.clauses.filter((clause) =>
      questions(clause, unit, draft).every((question) => answer(question).value !== 0),
    );
    if (clauses.length === 0) return [];
    const open = choose(total.open, `${unit.code}/${draft.section}`);
    return [
      [
        open,
        ...joined(
          clauses.map((clause) => inlinesOf(clause, unit.code, draft, answer)),
          '，',
        ),
        '。',
      ],
    ];
  });
}

function questions(text: string, unit: Unit, draft: Draft): FigureQuestion[] {
  return parseText(text).flatMap((part) =>
    'token' in part ? [questionOf(part.token, unit.code, draft.windowOf)] : [],
  );
}
