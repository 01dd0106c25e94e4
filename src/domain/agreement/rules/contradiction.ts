import { intervalOf, meets } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';

type Stated = Pick<Quantity, 'value' | 'valueMax' | 'qualifier' | 'indefinite' | 'scale'>;

/**
 * The two ways in which a number is mostly miswritten: hedged to the wrong side (近3000, 3000余), or by a nought or 万 too
 * many or too few. Undefined for numbers that agree or differ in another way.
 */
export function contradiction(left: Stated, right: Stated): 'hedge_turned' | { readonly tenfold: number } | undefined {
  if (left.value === right.value) {
    const [one, other] = [sideOf(left), sideOf(right)];
    return one * other < 0 ? 'hedge_turned' : undefined;
  }
  if (meets(intervalOf(left), intervalOf(right))) return undefined;
  const [small, large] = [Math.min(left.value, right.value), Math.max(left.value, right.value)];
  if (small <= 0) return undefined;
  const power = Math.round(Math.log10(large / small));
  return power > 0 && small * 10 ** power === large ? { tenfold: 10 ** power } : undefined;
}

function sideOf({ qualifier }: Stated): number {
  if (qualifier === 'approx_below' || qualifier === 'less_than') return -1;
  return qualifier === 'more_than' || qualifier === 'at_least' ? 1 : 0;
}
