import { addDays, type Day, day } from '#kernel/day.ts';

const firstSerial = { 1900: day('1899-12-30'), 1904: day('1904-01-01') } as const;
const lastSerial = 2_958_465;

/**
 * The day of a serial number, its time of day dropped; undefined for what is no day (a time alone, or beyond the year
 * 9999). Serials 1 to 59 of the 1900 system count from a day earlier, because 1900-02-29, serial 60, never was.
 */
export function serialDay(serial: number, system: 1900 | 1904): Day | undefined {
  const whole = Math.floor(serial);
  if (!Number.isFinite(serial) || whole < 1 || whole > lastSerial) return undefined;
  if (system === 1904) return addDays(firstSerial[1904], whole);
  if (whole === 60) return undefined;
  return addDays(firstSerial[1900], whole < 60 ? whole + 1 : whole);
}

// Formats that every spreadsheet knows by number: dates, and those of the Chinese and Japanese editions (ECMA-376, 18.8.30).
const builtIn = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Whether a number format shows a day: it has a year or a date, or a month without hours and seconds. */
export function showsDay(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn.has(id);
  const letters = code
    .slice(0, 500)
    .replaceAll(/"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General/gi, '')
    .toLowerCase();
  if (/[yd]|e(?![+-])/.test(letters)) return true;
  return letters.includes('m') && !/[hs]/.test(letters);
}
