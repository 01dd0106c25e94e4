/** A moment on the clock of China (UTC+8, no summer time): 2024-11-27 17:58. */
export function momentText(moment: Date): string {
  return local(moment).slice(0, 16).replace('T', ' ');
}

/** Its day: 2024-11-27. */
export function dayText(moment: Date): string {
  return local(moment).slice(0, 10);
}

function local(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString();
}
