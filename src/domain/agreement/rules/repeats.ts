import { counterGroup, isSameCounter } from '#domain/reading/counterGroups.ts';
import { intervalOf, meets } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { windowText } from '#kernel/window.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import { type CheckedText, clauseBefore, thingOf } from '../text.ts';
import { contradiction } from './contradiction.ts';

/**
 * The same fact stated twice. Two statements are of one fact when their clauses say the same words before the number, or
 * when both are totals of the same unit, counted thing and window. Facts are looked up by what they are, and each is
 * compared with a few earlier ones, so the cost grows with their number.
 */
export function checkRepeats(checked: CheckedText): Finding[] {
  const known = new Map<string, Quantity[]>();
  const findings = new Map<string, Finding>();
  for (const quantity of checked.quantities) {
    if (quantity.kind === 'duration' || quantity.target || quantity.per) continue;
    for (const key of keysOf(checked, quantity)) {
      const earlier = known.get(key) ?? [];
      for (const one of earlier) {
        if (!isSameCounter(one.unit, quantity.unit)) continue;
        const finding = compare(checked.text, one, quantity);
        if (finding) findings.set(`${one.start} ${quantity.start}`, finding);
      }
      known.set(key, [...earlier.slice(-2), quantity]);
    }
  }
  return [...findings.values()];
}

function keysOf(checked: CheckedText, quantity: Quantity): string[] {
  return [sameWords(checked, quantity), sameTotal(checked, quantity)].filter((key) => key !== undefined);
}

/** Who, when, and the last words before the number without joining words: 投稿, 阅读量. Undefined where they say too little. */
function sameWords({ text, periods }: CheckedText, quantity: Quantity): string | undefined {
  const before = text
    .slice(Math.max(0, quantity.start - 24), quantity.start)
    .split(/[。；，,、\n：:（(]/)
    .at(-1)!;
  const words = before.replace(/(共计?|累计|总计|合计|达到?|为|了|有|约|共有|的)+$/g, '').replace(/[“”"《》\s]/g, '');
  if (words.length < 6 || words.includes('分别')) return undefined;
  // Numbers in the clause say which one is meant: 12号楼, 3个街道.
  return ['words', quantity.owner, words.slice(-8), words.replace(/\D+/g, ' '), when(periods, quantity)].join('/');
}

const everybody = /(全市|全区|全县|全省|全镇|全会|全街道|各级(?:协会|组织)|我[市区县会])/;

/** 全市共开展宣传活动120场: a total of everybody, or of a unit that the clause itself names. */
function sameTotal({ text, periods }: CheckedText, quantity: Quantity): string | undefined {
  if (quantity.kind !== 'count' || quantity.noun.length < 2) return undefined;
  const clause = clauseBefore(text, quantity.start);
  if (!/共|累计|总计|合计/.test(clause) || /其中|在[一-龥]{2}|围绕|联合|期间/.test(clause)) return undefined;
  const own = quantity.owner.length >= 3 && clause.trimStart().startsWith(quantity.owner) ? quantity.owner : undefined;
  const scope = everybody.exec(clause)?.[0] ?? own;
  if (scope === undefined) return undefined;
  const what = [thingOf(quantity.noun), counterGroup(quantity.unit), clause.replace(/\D+/g, ' ')];
  return ['total', scope, ...what, when(periods, quantity)].join('/');
}

function when(periods: CheckedText['periods'], quantity: Quantity): string {
  const window = periods.at(quantity.start);
  return window ? windowText(window) : '';
}

function compare(text: string, left: Quantity, right: Quantity): Finding | undefined {
  const spans = [right, left].map((one) => spanOf(text, one.start, one.end));
  const sides = [right.text, left.text] as const;
  const kind = contradiction(left, right);
  if (kind === 'hedge_turned') {
    return fault(
      'hedge_turned',
      spans,
      `同一件事，一处写${left.text}，一处写${right.text}：一个不到，一个超过`,
      `one fact is ${left.text} in one place and ${right.text} in another: below and above`,
      sides,
    );
  }
  if (kind !== undefined && typeof kind === 'object') {
    return fault(
      'power_of_ten',
      spans,
      `同一件事，一处写${left.text}，一处写${right.text}，正好差${kind.tenfold}倍，可能多写或漏写了一个0或“万”`,
      `one fact is ${left.text} in one place and ${right.text} in another, ${kind.tenfold} times as much`,
      sides,
    );
  }
  if (meets(intervalOf(left), intervalOf(right))) return undefined;
  return fault(
    'repeated_fact',
    spans,
    `同一件事，一处写${left.text}，一处写${right.text}，请核对`,
    `one fact is ${left.text} in one place and ${right.text} in another`,
    sides,
  );
}
