/**
 * Robust statistics of counts. Turnout multiplies rather than adds, so everything is measured on the logarithm: ten times too
 * many and ten times too few lie equally far out. After Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers.
 */

/** Fewer values than this say nothing about what is usual. */
export const leastSample = 8;

/** The spread never counts as less: among equal values, up to 2.8 times as many is not odd. */
const leastSpread = 0.3;

/** Beyond this a value is an outlier (Iglewicz and Hoaglin's 3.5). */
const outlierFrom = 3.5;

/** A slip of the finger is told apart from a big event by this: it fits once the digit is gone. */
const slipFrom = 2.5;
const fitsWithin = 1;

/** Of ones and twos, a twelve is a large one and no slip. */
const leastSlipped = 5;

/** The middle of the values, the mean of the two middle ones where they are even. Undefined for none. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How far from the usual a value is, in robust standard deviations; undefined when there are too few values to tell. */
export function robustZ(value: number, sample: readonly number[]): number | undefined {
  if (sample.length < leastSample) return undefined;
  const logs = sample.map(log);
  const middle = median(logs)!;
  // 1.4826 makes the median deviation of a normal distribution its standard deviation.
  const spread = 1.4826 * median(logs.map((one) => Math.abs(one - middle)))!;
  return (log(value) - middle) / Math.max(spread, leastSpread);
}

export interface Oddity {
  /** What is usual. */
  readonly median: number;
  readonly z: number;
  /** Digits too many (positive) or too few; 0 when no slip of that sort explains the value. */
  readonly slip: number;
}

/** How a value is odd among the others of its sort; undefined when it is not, or when there are too few to tell. */
export function oddityOf(value: number, sample: readonly number[]): Oddity | undefined {
  const z = robustZ(value, sample);
  if (z === undefined || Math.abs(z) <= slipFrom) return undefined;
  const slip = value === 0 ? 0 : (slips(z).find((digits) => fits(value / 10 ** digits, sample)) ?? 0);
  if (slip === 0 && Math.abs(z) <= outlierFrom) return undefined;
  return { median: median(sample)!, z, slip };
}

function slips(z: number): readonly number[] {
  return z > 0 ? [1, 2] : [-1, -2];
}

function fits(value: number, sample: readonly number[]): boolean {
  return value >= leastSlipped && Math.abs(robustZ(value, sample)!) <= fitsWithin;
}

function log(value: number): number {
  return Math.log1p(Math.max(value, 0));
}
