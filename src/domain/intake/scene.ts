import type { Measure } from '#domain/classes/model.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { intervalOf } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import { classIn } from './classing.ts';
import type { Dated, Dates } from './dating.ts';
import type { Knowledge } from './knowledge.ts';
import { measureOf, valueIn } from './measuring.ts';
import type { SortedQuantity, Span, TotalQuestion } from './model.ts';
import type { Line } from './outline.ts';
import type { StatedTotal } from './totals.ts';
import { extent, workers } from './words.ts';

/** A stretch of the document while it is read: its quantities, what is known of them, and what has been settled. */
export interface Scene {
  readonly text: string;
  /** The same with signs and figures in one form; offsets are the same. */
  readonly folded: string;
  readonly quantities: readonly Quantity[];
  readonly totals: ReadonlyMap<number, StatedTotal>;
  readonly dates: Dates;
  readonly knowledge: Knowledge;
  /** Number of a line among the lines of the document, from 1. */
  readonly lineNumber: (line: Line) => number;
  readonly settled: Map<number, Settled>;
}

export interface Settled extends Pick<SortedQuantity, 'base' | 'why'> {
  readonly asks?: TotalQuestion;
  readonly unit?: string;
}

/** A quantity that a record counts. */
export interface Counted {
  readonly index: number;
  readonly quantity: Quantity;
  readonly measure: Measure;
  readonly score: number;
}

/** The places of the quantities that lie in a span. They stand in order. */
export function quantitiesIn({ quantities }: Scene, { start, end }: Span): number[] {
  let low = 0;
  for (let high = quantities.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (quantities[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let index = low; index < quantities.length && quantities[index]!.start < end; index++) found.push(index);
  return found;
}

/** Which of these a record of the kind would count; the others are left to `settleRest`. */
export function countedAs(scene: Scene, indexes: readonly number[], kind: KindCode, from: number): Counted[] {
  const { catalogue } = scene.knowledge.organisation;
  return indexes.flatMap((index) => {
    const quantity = scene.quantities[index]!;
    if (scene.totals.has(index) || outside(quantity)) return [];
    const start = Math.max(from, scene.quantities[index - 1]?.end ?? from);
    const read = measureOf(scene.folded, quantity, kind, catalogue, start);
    return read ? [{ index, quantity, measure: read.measure, score: read.score }] : [];
  });
}

/** Says what becomes of quantities that no record uses. What is settled stays. */
export function settleRest(
  scene: Scene,
  indexes: readonly number[],
  unit: Unit | undefined,
  kind: KindCode | undefined,
  dated?: Dated,
): void {
  for (const index of indexes) {
    if (scene.settled.has(index)) continue;
    const quantity = scene.quantities[index]!;
    const total = scene.totals.get(index);
    if (total) {
      const of = (unit && unitNamed(scene, quantity.owner, scene.knowledge.period.to, unit)) ?? unit;
      const asks = dated && of && kind ? questionOf(scene, index, of, kind, dated) : undefined;
      scene.settled.set(index, {
        base: 'total',
        why: total.why,
        ...(asks && { asks }),
        ...(of && { unit: of.code }),
      });
      continue;
    }
    const background = outside(quantity) ?? backdrop(quantity);
    scene.settled.set(index, {
      base: background ? 'background' : 'unused',
      why: background ?? (kind ? unfit : nothing),
      ...(unit && { unit: unit.code }),
    });
  }
}

const unfit = { zh: '没有合适的指标，需要时可另建记录', en: 'no measure fits; make a record of it if one is needed' };
const nothing = { zh: '不在任何一条记录里', en: 'it is in no record' };

export function settleAll(scene: Scene, indexes: readonly number[], why: Text, unit?: Unit): void {
  for (const index of indexes)
    if (!scene.settled.has(index))
      scene.settled.set(index, { base: 'background', why, ...(unit && { unit: unit.code }) });
}

/** Why a number is none that a record could count. */
function outside({ kind, per, target, indefinite, text, noun }: Quantity): Text | undefined {
  if (target) return { zh: '目标或安排，还不是结果', en: 'a plan or goal, not a result' };
  if (per !== undefined) return { zh: '比率，不能相加', en: 'a rate, which cannot be added up' };
  if (indefinite) return { zh: `“${text}”没有确数`, en: `"${text}" is no certain number` };
  if (kind === 'duration') return { zh: '时长', en: 'a duration' };
  if (kind === 'percent' || kind === 'ratio' || kind === 'score') return { zh: '比例或评分', en: 'a share or score' };
  if (workers.test(noun) && /[人名位个]$/.test(text)) return { zh: '工作人员的人数', en: 'how many did the work' };
  return undefined;
}

/** How many places or bodies something reached. */
function backdrop({ unit, noun }: Quantity): Text | undefined {
  return /^[个家所处支]$/.test(unit) && extent.test(noun)
    ? { zh: '范围、单位个数，不是工作量', en: 'how many places or bodies, not work done' }
    : undefined;
}

/** What the ledger could be asked to compare with a stated total; undefined where the text does not say enough. */
function questionOf(
  scene: Scene,
  index: number,
  unit: Unit,
  kind: KindCode,
  { from, to }: Dated,
): TotalQuestion | undefined {
  const { catalogue } = scene.knowledge.organisation;
  const quantity = scene.quantities[index]!;
  const read = measureOf(scene.folded, quantity, kind, catalogue, scene.quantities[index - 1]?.end ?? 0);
  // One number said of several units is no figure of theirs together.
  if (!read || read.measure.smallCell !== null || quantity.owner.includes('、')) return undefined;
  const { ranks, rankOf } = scene.totals.get(index) ?? {};
  const classes = { ...classesTold(scene, rankOf, kind, to), ...classesTold(scene, index, kind, to) };
  // Ranks go by some sort or other; without it the ledger would answer another question.
  if (ranks && Object.keys(classes).length === 0) return undefined;
  const person = scene.knowledge.people.find((one) => one.name === quantity.owner);
  const { low, high } = intervalOf(quantity);
  return {
    ...{ measure: read.measure.code, unit: unit.code, from, to, classes, low },
    ...(Number.isFinite(high) && { high }),
    ...(person && { person: person.code }),
  };
}

/** The classes that stand right before a number: those a record needs, and others that its noun names. */
function classesTold(scene: Scene, index: number | undefined, kind: KindCode, on: Day): Record<string, string> {
  const found: Record<string, string> = {};
  if (index === undefined) return found;
  const { catalogue } = scene.knowledge.organisation;
  const { start, noun } = scene.quantities[index]!;
  const before = scene.folded.slice(Math.max(0, start - 16), start);
  for (const { family, required } of kinds[kind].classes) {
    const code = classIn(required ? `${before} ${noun}` : noun, family, on, catalogue);
    if (code !== undefined) found[family] = code;
  }
  return found;
}

/** 12,000 in both languages; made once, since making one costs more than a page of reading. */
const inFigures = new Intl.NumberFormat('en');

/** What a number is counted as, in a sentence. */
export function countedWhy({ quantity, measure }: Counted): Text {
  const value = valueIn(measure, quantity) / measure.scale;
  const isHedged = quantity.qualifier !== 'exact' && quantity.qualifier !== 'cumulative';
  return {
    zh: `“${quantity.text}”计作${measure.label.zh} ${inFigures.format(value)}${measure.unit}${isHedged || quantity.valueMax !== undefined ? '（约数，按写出的数）' : ''}${measure.claimed ? '（自报的覆盖数，不算实到）' : ''}`,
    en: `"${quantity.text}" is ${measure.label.en}: ${inFigures.format(value)}${isHedged ? ' (a hedged number, taken as written)' : ''}${measure.claimed ? ' (claimed, not counted)' : ''}`,
  };
}

/** The unit a name stands for, below another first. */
export function unitNamed({ knowledge }: Scene, name: string, on: Day, near: Unit): Unit | undefined {
  return name === '' ? undefined : knowledge.names.find(name, on, near);
}
