import { intervalOf } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { digits } from '../text.ts';

export type Comparison =
  | { readonly meets: true }
  | { readonly meets: false; readonly how: 'tenfold'; readonly times: number; readonly difference: number }
  | { readonly meets: false; readonly how: 'turned' | 'differs'; readonly difference: number };

/** A stated number, with its hedge, against what the ledger counts. `difference` is stated minus counted. */
export function compareWith(quantity: Quantity, counted: number): Comparison {
  const { low, high } = intervalOf(quantity);
  if (low <= counted && counted <= high) return { meets: true };
  const difference = Number(digits(quantity.value - counted));
  const [small, large] = [Math.min(quantity.value, counted), Math.max(quantity.value, counted)];
  const power = small > 0 ? Math.round(Math.log10(large / small)) : 0;
  // Below ten a factor of ten is chance.
  if (power > 0 && small >= 3 && Math.abs(small * 10 ** power - large) < 1e-6 * large)
    return { meets: false, how: 'tenfold', times: 10 ** power, difference };
  return { meets: false, how: isTurned(quantity, counted) ? 'turned' : 'differs', difference };
}

/** 近3000 where 3020 are counted; 3000余 where 2980 are. */
function isTurned({ qualifier, value }: Quantity, counted: number): boolean {
  const near = Math.abs(counted - value) <= value * 0.1;
  if (qualifier === 'approx_below' || qualifier === 'less_than') return near && counted > value;
  return (qualifier === 'more_than' || qualifier === 'at_least') && near && counted < value;
}
