import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import { intervalOf } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import type { Text } from '#kernel/text.ts';
import { windowInWords } from '#kernel/window.ts';
import { type Finding, fault, type Span, spanOf } from '../model.ts';
import { digits } from '../text.ts';
import { type Comparison, compareWith } from './compare.ts';
import type { Claim } from './question.ts';

export type NumberState = 'matched' | 'unsupported' | 'conflicting';

/** What the ledger says of one number of a text. */
export interface StatedNumber extends Span {
  readonly state: NumberState;
  /** The figure it was compared with, or the figure that it is. */
  readonly question?: FigureQuestion;
  /** The verified record that tells it. */
  readonly record?: number;
  /** What the ledger counts, as printed. */
  readonly counted?: string;
  /** Stated minus counted. */
  readonly difference?: number;
  /** In which way a conflicting number is off. */
  readonly how?: 'tenfold' | 'turned' | 'differs';
  readonly why: Text;
}

/** A number against the figures that it may be. */
export function judge(span: Span, quantity: Quantity, claim: Claim, figures: readonly Figure[]): StatedNumber {
  const question = claim.questions[0]!;
  const base = { ...span, question };
  if (figures.some((figure) => figure.value === null)) return { ...base, state: 'unsupported', why: tooFew };
  const compared = figures.map((figure) => ({ figure, is: compareWith(quantity, figure.value!) }));
  const off = compared.find(({ is }) => !is.meets);
  const [first] = compared;
  const counted = (off ?? first!).figure.text;
  // An equal small number of a doubtful measure is chance.
  if (!off && !claim.isSure && quantity.value < 10)
    return { ...base, state: 'unsupported', counted, why: unsure(counted) };
  if (!off)
    return {
      ...base,
      state: 'matched',
      counted,
      why: { zh: `与台账${counted}相符`, en: `the ledger counts ${counted}` },
    };
  if (off.is.meets) throw new RangeError('a number that meets is not off');
  const { difference } = off.is;
  const shown = { ...base, question: off.figure.question, counted, difference };
  // What is said of one occasion may be less than the whole; it cannot be more.
  const isConflict = claim.isSure && (claim.isWhole || intervalOf(quantity).low > off.figure.value!);
  if (isConflict)
    return { ...shown, state: 'conflicting', how: off.is.how, why: conflictText(quantity, off.is, off.figure) };
  const why = claim.isSure ? partOnly(counted) : unsure(counted);
  return { ...shown, state: 'unsupported', why };
}

function conflictText(quantity: Quantity, is: Comparison, figure: Figure): Text {
  const { window } = figure.question;
  const [zh, en] = [
    `台账${windowInWords(window)}数出来是${figure.text}`,
    `the ledger counts ${figure.text} from ${window.from} to ${window.to}`,
  ];
  if (is.meets) return { zh, en };
  if (is.how === 'tenfold')
    return {
      zh: `写${quantity.text}，${zh}，正好差${is.times}倍，可能多写或漏写了一个0或“万”`,
      en: `${quantity.text}: ${en}, off by ${is.times} times`,
    };
  if (is.how === 'turned')
    return { zh: `写${quantity.text}，${zh}，约数说反了`, en: `${quantity.text} is hedged to the wrong side: ${en}` };
  const by = `${is.difference > 0 ? '多' : '少'}${digits(Math.abs(is.difference))}`;
  return {
    zh: `写${quantity.text}，${zh}，${by}`,
    en: `${quantity.text}: ${en}, ${is.difference > 0 ? 'more' : 'less'} by ${digits(Math.abs(is.difference))}`,
  };
}

/** A finding for each number that conflicts. */
export function findingsOf(text: string, quantities: readonly Quantity[], numbers: readonly StatedNumber[]): Finding[] {
  return numbers.flatMap((number, index): Finding[] => {
    if (number.state !== 'conflicting') return [];
    const quantity = quantities[index]!;
    const span = spanOf(text, quantity.start, quantity.end);
    return [
      fault(rules[number.how ?? 'differs'], [span], number.why.zh, number.why.en, [quantity.text, number.counted!]),
    ];
  });
}

const rules = { tenfold: 'ledger_power_of_ten', turned: 'ledger_hedge_turned', differs: 'ledger_conflict' } as const;

export const isFigure: Text = { zh: '是台账里的数据项', en: 'a figure of the ledger' };
const tooFew: Text = { zh: '人数较少，台账不给出具体数字', en: 'too few people for the ledger to tell the number' };

function partOnly(counted: string): Text {
  return {
    zh: `台账里同类合计${counted}，这里说的可能只是其中一部分`,
    en: `the ledger counts ${counted} in all; this may be a part of it`,
  };
}

function unsure(counted: string): Text {
  return {
    zh: `最接近的指标在台账里是${counted}，但不能肯定说的是同一件事`,
    en: `the nearest measure counts ${counted}, but it may be another thing`,
  };
}
