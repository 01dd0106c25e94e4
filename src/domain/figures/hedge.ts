/**
 * How a number is printed under the hedging rule, after GB/T 15835-2011 (one style in a text: Arabic digits, 万 and 亿 as
 * units from ten thousand on). The coarsest round step is taken that stays within a tenth of the value: just above it the
 * number reads `8000余`, within a fiftieth below the next one `近8000`. A number that is round already, or below 20, is
 * printed as it is.
 */
export function hedged(value: number, counterWord: string): string {
  if (value < 20 || isRound(value)) return `${plain(value)}${counterWord}`;
  for (let step = 10 ** Math.floor(Math.log10(value)); step >= 10; step /= 10) {
    const below = Math.floor(value / step) * step;
    const above = below + step;
    if (value === below) return `${plain(value)}${counterWord}`;
    if ((above - value) / value <= 0.02) return `近${plain(above)}${counterWord}`;
    if ((value - below) / value <= 0.1) return `${plain(below)}余${counterWord}`;
  }
  return `${plain(value)}${counterWord}`;
}

/** The number in digits, in 万 or 亿 where that is exact to two decimals at most: 184000 as 18.4万, 52600 as 5.26万, 51234 as 51234. */
export function plain(value: number): string {
  for (const [unit, name] of [
    [1e8, '亿'],
    [1e4, '万'],
  ] as const) {
    if (value >= unit && Number.isInteger((value * 100) / unit)) return `${value / unit}${name}`;
  }
  return String(value);
}

/** One significant digit, or three from ten thousand on, where 万 keeps the number short. */
function isRound(value: number): boolean {
  const significant = String(value).replace(/0+$/, '').length;
  return significant <= (value >= 10_000 ? 3 : 1);
}
