/** What one part may hold. `weight` above 0 says how much of what is left over it draws. */
export interface Part {
  readonly least: number;
  readonly most: number;
  readonly weight: number;
}

/**
 * Splits a whole number among parts, each inside its bounds, in proportion to the weights as far as the bounds allow.
 * The parts add up to `total` exactly. Undefined when the bounds cannot hold it.
 */
export function splitWhole(total: number, parts: readonly Part[]): number[] | undefined {
  if (parts.some((part) => part.least > part.most)) return undefined;
  const values = parts.map((part) => part.least);
  let rest = total - values.reduce((sum, value) => sum + value, 0);
  if (rest < 0) return undefined;
  let open = parts.flatMap((part, at) => (part.most > part.least ? [at] : []));
  while (rest > 0) {
    if (open.length === 0) return undefined;
    const weights = open.reduce((sum, at) => sum + parts[at]!.weight, 0);
    const shares = open.map((at) => ({ at, share: (rest * parts[at]!.weight) / weights }));
    const full = shares.filter(({ at, share }) => share >= parts[at]!.most - parts[at]!.least);
    if (full.length === 0) {
      handOut(values, rest, shares);
      return values;
    }
    for (const { at } of full) {
      values[at] = parts[at]!.most;
      rest -= parts[at]!.most - parts[at]!.least;
    }
    if (rest < 0) return undefined;
    const filled = new Set(full.map(({ at }) => at));
    open = open.filter((at) => !filled.has(at));
  }
  return values;
}

/** Whole shares first, then one each to the largest remainders; every share is below its part's room, so one more always fits. */
function handOut(values: number[], rest: number, shares: readonly { at: number; share: number }[]): void {
  let left = rest;
  for (const { at, share } of shares) {
    values[at]! += Math.floor(share);
    left -= Math.floor(share);
  }
  const order = shares.toSorted((a, b) => (b.share % 1) - (a.share % 1) || a.at - b.at);
  for (const { at } of order.slice(0, left)) values[at]! += 1;
}
