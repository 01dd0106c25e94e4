import { counterGroup } from '#domain/reading/counterGroups.ts';
import { intervalOf } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { windowText } from '#kernel/window.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import { type CheckedText, clauseBefore, thingOf } from '../text.ts';

const everybody =
  /(全市|全区|全县|全省|各级(?:协会|组织)|我市|我区)[^，。；]{0,12}[共总累合]|(全市|全区|全县)[^，。；、]{0,14}$/;

/**
 * No unit has more than the whole: what is said of everybody (全市共…), against what is said of a unit that a paragraph or
 * clause names, of the same thing in the same window.
 */
export function checkChildren(checked: CheckedText): Finding[] {
  const { text, quantities } = checked;
  const wholes = new Map<string, Quantity>();
  const counted = quantities.filter((one) => (one.kind === 'count' || one.kind === 'money') && !one.target && !one.per);
  for (const one of counted) {
    const key = keyOf(checked, one);
    if (key !== undefined && everybody.test(clauseBefore(text, one.start)) && !isLed(checked, one)) {
      const known = wholes.get(key);
      // Where the whole is stated twice, the larger one; that they differ is another rule's finding.
      if (!known || intervalOf(known).high < intervalOf(one).high) wholes.set(key, one);
    }
  }
  if (wholes.size === 0) return [];
  return counted.flatMap((one): Finding[] => {
    const key = one.owner === '' ? undefined : keyOf(checked, one);
    const whole = key === undefined ? undefined : wholes.get(key);
    if (!whole || whole === one || everybody.test(clauseBefore(text, one.start)) || /^市|^全|^本/.test(one.owner))
      return [];
    if (intervalOf(one).low <= intervalOf(whole).high) return [];
    return [
      fault(
        'child_exceeds_parent',
        [one, whole].map((each) => spanOf(text, each.start, each.end)),
        `${one.owner}的${one.text}多过了全体的${whole.text}`,
        `${one.owner} has ${one.text}, more than the whole: ${whole.text}`,
        [one.text, whole.text],
      ),
    ];
  });
}

function keyOf({ periods }: CheckedText, one: Quantity): string | undefined {
  if (one.noun.length < 2) return undefined;
  const window = periods.at(one.start);
  return [thingOf(one.noun), counterGroup(one.unit), window ? windowText(window) : ''].join('/');
}

/** In 甲区：全区共… the whole is the unit's own. */
function isLed({ text }: CheckedText, one: Quantity): boolean {
  const line = text.lastIndexOf('\n', one.start - 1) + 1;
  return /^\s*[一-龥]{2,12}[:：]/.test(text.slice(line, line + 20));
}
