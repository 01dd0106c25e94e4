const place = 'taizhang.asked';

/** Notes that the server has just been asked something: its half hour begins anew, in every tab. */
export function noteActivity(): void {
  localStorage.setItem(place, String(Date.now()));
}

/** When a tab of this browser last asked the server something, in milliseconds. */
export function lastActivity(): number {
  return Number(localStorage.getItem(place) ?? Date.now());
}
