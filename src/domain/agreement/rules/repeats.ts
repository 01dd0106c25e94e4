import type { Quantity } from '#domain/reading/model.ts';
import { intervalOf, meets } from '../interval.ts';
import { type Finding, spanOf } from '../model.ts';
import { type CheckedText, isSameCounter } from '../text.ts';

/**
 * The same fact stated twice: equal counter words, and the same words before it. Slips by a power of ten and turned-over
 * hedges (近3000, 3000余) get their own words. Facts are looked up by their context, so the cost grows with their number.
 */
export function checkRepeats(checked: CheckedText): Finding[] {
  const { text } = checked;
  const known = new Map<string, Quantity[]>();
  const findings: Finding[] = [];
  for (const quantity of checked.quantities) {
    if (quantity.kind === 'duration' || quantity.target) continue;
    const key = contextOf(text, quantity);
    if (key === undefined) continue;
    const earlier = known.get(key) ?? [];
    // A few earlier statements are enough to find a contradiction; comparing all pairs would not be linear.
    for (const one of earlier.slice(-3)) {
      if (!isSameCounter(one.unit, quantity.unit)) continue;
      const finding = compare(text, one, quantity);
      if (finding) findings.push(finding);
    }
    known.set(key, [...earlier.slice(-3), quantity]);
  }
  return findings;
}

/** Who, and the last words before the number without joining words: 投稿, 阅读量. Undefined where they say too little. */
function contextOf(text: string, quantity: Quantity): string | undefined {
  const before = text
    .slice(Math.max(0, quantity.start - 24), quantity.start)
    .split(/[。；，,、\n：:（(]/)
    .at(-1)!;
  const words = before.replace(/(共计?|累计|总计|合计|达到?|为|了|有|约|共有|的)+$/g, '').replace(/[“”"《》\s]/g, '');
  if (words.length < 6 || words.includes('分别')) return undefined;
  // Numbers in the clause say which one is meant: 12号楼, 3个街道.
  return `${quantity.owner}/${words.slice(-8)}/${words.replace(/\D+/g, ' ')}`;
}

function compare(text: string, left: Quantity, right: Quantity): Finding | undefined {
  const spans = [left, right].map((one) => spanOf(text, one.start, one.end));
  const [small, large] = [left.value, right.value].sort((one, other) => one - other) as [number, number];
  if (small === large) {
    const turned = new Set([left.qualifier, right.qualifier]);
    if (turned.has('approx_below') && (turned.has('more_than') || turned.has('at_least'))) {
      return {
        rule: 'hedge_turned',
        severity: 'conflict',
        message: `同一件事，一处写${left.text}，一处写${right.text}：一个不到，一个超过`,
        spans,
      };
    }
    return undefined;
  }
  if (meets(intervalOf(left), intervalOf(right))) return undefined;
  const power = Math.log10(large / small);
  if (Number.isInteger(power) && power > 0) {
    return {
      rule: 'power_of_ten',
      severity: 'conflict',
      message: `同一件事，一处写${left.text}，一处写${right.text}，正好差${10 ** power}倍，可能多写或漏写了一个0或“万”`,
      spans,
    };
  }
  return {
    rule: 'repeated_fact',
    severity: 'doubt',
    message: `同一件事，一处写${left.text}，一处写${right.text}，请核对`,
    spans,
  };
}
