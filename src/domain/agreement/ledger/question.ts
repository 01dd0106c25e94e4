import type { Organisation } from '#domain/classes/organisation.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Quantity } from '#domain/reading/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Text } from '#kernel/text.ts';
import type { Window } from '#kernel/window.ts';
import { columnMeaning } from '../rules/columns.ts';
import { type CheckedText, clauseBefore, indexAt } from '../text.ts';
import type { KnownNames } from './known.ts';
import { likelyMeasures, type Words } from './likeness.ts';

export interface Claim {
  /** The figures that the number may be; several when one number is said of several units. */
  readonly questions: readonly FigureQuestion[];
  /** The same without classes, where the words name a class that may only be in passing. */
  readonly wider: readonly FigureQuestion[];
  /** The words leave no doubt of what is counted. */
  readonly isSure: boolean;
  /** The number is said of the whole (共, 累计, a table cell, a list), not of one occasion. */
  readonly isWhole: boolean;
}

export interface Setting {
  readonly checked: CheckedText;
  readonly organisation: Organisation;
  readonly names: KnownNames;
  readonly unit: Unit;
  readonly window: Window;
}

/** What figure a number of a text is: measure by counter word and label, unit by name, window and classes by the words around it. Otherwise why it is none. */
export function claimOf(quantity: Quantity, setting: Setting): Claim | { readonly why: Text } {
  if ((quantity.kind !== 'count' && quantity.kind !== 'money') || quantity.per || quantity.target)
    return { why: noFigure };
  const { checked, organisation } = setting;
  const window = checked.periods.at(quantity.start) ?? setting.window;
  const words = wordsAround(checked, quantity);
  const [best, next] = likelyMeasures(organisation.catalogue, words, window.to);
  if (!best || best.score < 1.5) return { why: noMeasure };
  if (next && next.score === best.score) return { why: severalMeasures };
  const who = whose(quantity, words, setting);
  if (who.length === 0) return { why: noUnit(quantity.owner) };
  const { text, tables } = checked;
  const table = tables[indexAt(tables, quantity.start)];
  const inTable = table !== undefined && table.start <= quantity.start;
  const isListed = /[、，,：:]$/.test(
    text.slice(Math.max(0, quantity.start - words.clause.length - 1), quantity.start - words.clause.length),
  );
  const isNamed = Object.keys(best.classes).length > 0;
  // A class that every record of the kind has is what the number is told by; others may be named in passing.
  const isOwn = kinds[best.measure.kind as KindCode].classes.some(
    (one) => one.required && best.classes[one.family] !== undefined,
  );
  const isWhole =
    inTable ||
    who.some((one) => one.person !== undefined) ||
    /共|累计|总|合计|分别|均为|各为|达/.test(words.clause) ||
    (isListed && isOwn);
  const ask = (classes: Readonly<Record<string, string>>): FigureQuestion[] =>
    who.map(({ unit, person }) => ({
      measure: best.measure.code,
      unit: unit.code,
      window: { from: window.from, to: window.to },
      ...(Object.keys(classes).length > 0 && { classes }),
      ...(person !== undefined && { person }),
      precision: 'exact',
    }));
  return {
    questions: ask(best.classes),
    wider: isNamed && !isOwn ? ask({}) : [],
    isSure: best.score >= 2,
    isWhole,
  };
}

function wordsAround({ text, quantities, tables }: CheckedText, quantity: Quantity): Words {
  const table = tables[indexAt(tables, quantity.start)];
  if (table && table.start <= quantity.start && quantity.unit === '') {
    const { noun, counter } = columnMeaning(quantity.noun);
    return { noun, clause: noun, after: '', before: '', section: quantity.section, counter };
  }
  const sentence = /[^。！？；\n]*$/.exec(text.slice(Math.max(0, quantity.start - 160), quantity.start))![0];
  const previous = previousEnd(quantities, quantity);
  const from = Math.max(previous, quantity.start - clauseBefore(text, quantity.start).length);
  const clause = text.slice(from, quantity.start).replace(/^[、，,和及与]/, '');
  const earlier = sentence.slice(0, sentence.length - clause.length);
  const refers = Math.max(
    earlier.lastIndexOf('其中'),
    earlier.lastIndexOf('分别'),
    /分别|其中/.test(clause) ? earlier.length : -1,
  );
  return {
    noun: quantity.noun,
    clause,
    after: /^[^，。；：、！？,;:\n\d]{0,10}/.exec(text.slice(quantity.end, quantity.end + 10))![0],
    before: refers < 0 ? '' : earlier.slice(0, refers),
    section: quantity.section,
    counter: quantity.unit,
  };
}

function previousEnd(quantities: readonly Quantity[], quantity: Quantity): number {
  const at = indexAt(quantities, quantity.start);
  return quantities[at - 1]?.end ?? 0;
}

/** The units, or the person, that a number is said of. */
function whose(
  quantity: Quantity,
  words: Words,
  { checked, names, unit: own, organisation: { tree } }: Setting,
): { readonly unit: Unit; readonly person?: string }[] {
  const { owner } = quantity;
  if (owner === '') {
    if (/全市|全区|全县|各级|本会/.test(words.clause)) return [{ unit: own }];
    const before = checked.text.slice(Math.max(0, quantity.start - 300), quantity.start);
    const [sentence, paragraph] = [/[^。！？\n]*$/.exec(before)![0], /[^\n]*$/.exec(before)![0]];
    return [{ unit: names.lastUnitIn(sentence, own) ?? names.lastUnitIn(paragraph, own) ?? own }];
  }
  const person = names.person(owner);
  if (person !== undefined) return [{ unit: own, person }];
  // 雷锋街道分会长刊稿 is of the branch, which carries the street's name.
  const units = owner.split('、').map((name) => names.unit(name, own) ?? (isSelf(name, own, tree) ? own : undefined));
  return units.every((unit) => unit !== undefined) ? units.map((unit) => ({ unit })) : [];
}

function isSelf(name: string, own: Unit, tree: Organisation['tree']): boolean {
  return own.name.includes(name) || own.short === name || tree.find(own.code)?.name === name;
}

const noFigure: Text = {
  zh: '比例、时长、计划数或人均数，台账不按这样计数',
  en: 'a share, a duration, a plan or a rate; the ledger does not count it',
};
const noMeasure: Text = { zh: '认不出是台账里的哪个指标', en: 'no measure of the ledger fits these words' };
const severalMeasures: Text = {
  zh: '台账里不止一个指标合得上，分不清是哪一个',
  en: 'several measures fit these words',
};

function noUnit(name: string): Text {
  return { zh: `认不出“${name}”是哪个单位`, en: `no unit or person is known as ${name}` };
}
