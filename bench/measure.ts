export interface Line {
  readonly what: string;
  readonly value: string;
  /** Against a peer or limit measured in the same run. */
  readonly ratio?: string;
}

/** Runs `work` `times` times after `warm` unmeasured runs. Returns milliseconds, sorted. */
export async function timed(times: number, work: () => Promise<unknown>, warm = 2): Promise<number[]> {
  for (let run = 0; run < warm; run++) await work();
  const taken: number[] = [];
  for (let run = 0; run < times; run++) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return taken.sort((left, right) => left - right);
}

export function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)]!;
}

export function p95(sorted: readonly number[]): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))]!;
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}
