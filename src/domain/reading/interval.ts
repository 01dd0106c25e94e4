import type { Quantity } from './model.ts';

/** What a number with its hedge can mean: all values from `low` to `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval behind a quantity. 近8000 lies within one round step below, 超4万 and 百余 within one above (the step is the
 * place of the last digit that is not zero), 约 within half a step either side; 以上 and 不足 are open to one side.
 */
export function intervalOf(
  quantity: Pick<Quantity, 'value' | 'valueMax' | 'qualifier' | 'indefinite' | 'scale'>,
): Interval {
  const { value } = quantity;
  if (quantity.valueMax !== undefined) return { low: value, high: quantity.valueMax };
  if (quantity.indefinite) return { low: value, high: value * 10 };
  const step = roundStep(value);
  switch (quantity.qualifier) {
    case 'approx_below':
      return { low: value - step, high: value };
    case 'more_than':
      return { low: value, high: value + step };
    case 'approx':
      return { low: value - step / 2, high: value + step / 2 };
    case 'at_least':
      return { low: value, high: Number.POSITIVE_INFINITY };
    case 'at_most':
    case 'less_than':
      return { low: 0, high: value };
    default:
      return { low: value, high: value };
  }
}

export function meets(left: Interval, right: Interval): boolean {
  return left.low <= right.high && right.low <= left.high;
}

export function addIntervals(intervals: readonly Interval[]): Interval {
  return intervals.reduce((sum, one) => ({ low: sum.low + one.low, high: sum.high + one.high }), { low: 0, high: 0 });
}

export function timesInterval({ low, high }: Interval, times: number): Interval {
  return { low: low * times, high: high * times };
}

export function isExact(interval: Interval): boolean {
  return interval.low === interval.high;
}

/** The place of the last digit that is not zero: 1000 of 8000, 10 of 160, 1 of 53. */
function roundStep(value: number): number {
  if (value <= 0 || !Number.isFinite(value)) return 1;
  let step = 1;
  while (value % (step * 10) === 0) step *= 10;
  return step;
}
