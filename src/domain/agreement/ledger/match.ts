import type { Db, Tx } from '#db/open.ts';
import type { Slot } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import { isSameCounter } from '#domain/reading/counterGroups.ts';
import { intervalOf } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Text } from '#kernel/text.ts';
import type { Window } from '#kernel/window.ts';
import { prepare } from '../check.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import { periodsOf } from '../periods.ts';
import { compareWith } from './compare.ts';
import { type EditionFact, factKey } from './facts.ts';
import { readKnownNames } from './known.ts';
import { type Claim, claimOf, type Setting } from './question.ts';
import { isToldOf, readToldRecords, type ToldRecord } from './told.ts';
import { findingsOf, isFigure, judge, type StatedNumber } from './verdict.ts';

export interface LedgerRequest {
  readonly unit: Unit;
  /** Of numbers for which the text states no window. */
  readonly window: Window;
  /** Figures of earlier editions, by `factKey`. */
  readonly editions?: readonly EditionFact[];
  /** Stretches that are figures already, by reference. */
  readonly figures?: readonly { readonly start: number; readonly end: number; readonly question: FigureQuestion }[];
}

/**
 * Every number of a text against the verified records: matched, conflicting or unsupported, one state for each number, and
 * findings for those that conflict. What the reader of the transaction may not see is not counted.
 */
export async function matchLedger(
  db: Db | Tx,
  organisation: Organisation,
  text: string,
  request: LedgerRequest,
): Promise<{ readonly numbers: readonly StatedNumber[]; readonly findings: readonly Finding[] }> {
  const setting = await settingOf(db, organisation, text, request);
  const { quantities } = setting.checked;
  const referred = (one: Quantity) => request.figures?.find(({ start, end }) => start < one.end && one.start < end);
  const claims = quantities.map((one) => (referred(one) ? undefined : claimOf(one, setting)));
  const asked = [...new Map(claims.flatMap((claim) => questionsOf(claim)).map((one) => [keyOf(one), one])).values()];
  const answers = new Map(
    (await evaluateFigures(db, organisation, asked)).map((figure) => [keyOf(figure.question), figure]),
  );
  const told = quantities.length > 0 ? await readToldRecords(db, request.unit, request.window) : [];
  const judged = quantities.map((quantity, index): StatedNumber => {
    const span = spanOf(text, quantity.start, quantity.end);
    const figure = referred(quantity);
    if (figure) return { ...span, state: 'matched', question: figure.question, why: isFigure };
    const claim = claims[index]!;
    if ('why' in claim) return withRecord({ ...span, state: 'unsupported', why: claim.why }, quantity, told, setting);
    const figuresOf = (asked: readonly FigureQuestion[]) => asked.map((question) => answers.get(keyOf(question))!);
    const narrow = judge(span, quantity, claim, figuresOf(claim.questions));
    // What is said in passing of a class is first of all a number of the whole.
    const number =
      narrow.state === 'matched' || claim.wider.length === 0
        ? narrow
        : judge(span, quantity, { ...claim, isWhole: false }, figuresOf(claim.wider));
    return withRecord(number, quantity, told, setting);
  });
  return {
    numbers: judged,
    findings: [...findingsOf(text, quantities, judged), ...againstEditions(setting, judged, request)],
  };
}

async function settingOf(
  db: Db | Tx,
  organisation: Organisation,
  text: string,
  { unit, window }: LedgerRequest,
): Promise<Setting> {
  const read = prepare(text);
  const periods = periodsOf(text, read.paragraphs, read.tables, window);
  const names = await readKnownNames(db, organisation, window.to);
  return { checked: { ...read, periods }, organisation, names, unit, window };
}

function questionsOf(claim: Claim | { readonly why: Text } | undefined): readonly FigureQuestion[] {
  return claim && 'questions' in claim ? [...claim.questions, ...claim.wider] : [];
}

function keyOf({ precision: _, ...question }: FigureQuestion): string {
  return JSON.stringify(question);
}

/** A number that no figure supports may be one record's own. */
function withRecord(
  number: StatedNumber,
  quantity: Quantity,
  told: readonly ToldRecord[],
  { checked, organisation }: Setting,
): StatedNumber {
  if (number.state === 'matched') return number;
  const { low, high } = intervalOf(quantity);
  const sentence = /[^。！？\n]*$/.exec(checked.text.slice(Math.max(0, quantity.start - 120), quantity.start))![0];
  const record = told.find((one) => {
    const fits = organisation.catalogue.measuresOf(one.kind).some((measure) => {
      const value = measure.slot === null ? null : one.values[`m${measure.slot}` as Slot];
      if (value === null || value === 0 || !isSameCounter(measure.unit, quantity.unit)) return false;
      return low <= value / measure.scale && value / measure.scale <= high;
    });
    return fits && isToldOf(one, sentence);
  });
  if (!record) return number;
  const { difference: _, counted: __, question: ___, ...rest } = number;
  const why = { zh: `出自核定记录“${record.title}”`, en: `told by the verified record “${record.title}”` };
  return { ...rest, state: 'matched', record: record.id, why };
}

/** The same fact in an earlier frozen edition with a number that this one does not meet. */
function againstEditions(
  { checked, organisation }: Setting,
  numbers: readonly StatedNumber[],
  { editions = [] }: LedgerRequest,
): Finding[] {
  if (editions.length === 0) return [];
  const known = Map.groupBy(editions, (fact) => fact.key);
  return numbers.flatMap((number, index): Finding[] => {
    const quantity = checked.quantities[index]!;
    if (!number.question || number.state === 'unsupported') return [];
    const { question } = number;
    const classes = Object.entries(question.classes ?? {}).map(
      ([family, code]) => organisation.catalogue.labelOf(family, code)?.zh ?? code,
    );
    const person = question.person === undefined ? '' : quantity.owner;
    const facts = known.get(factKey({ ...question, classes, person })) ?? [];
    const other = facts.find((fact) => !compareWith(quantity, fact.value).meets);
    if (!other) return [];
    return [
      fault(
        'edition_differs',
        [spanOf(checked.text, quantity.start, quantity.end)],
        `写${quantity.text}，发布版 ${other.edition} 里同一个数是${other.text}`,
        `${quantity.text}: edition ${other.edition} says ${other.text} of the same fact`,
        [quantity.text, other.text],
      ),
    ];
  });
}
