import { displayWidth } from './display-width.ts';

/**
 * How far issuer and date stand from the right edge, in characters: the date four, the issuer centred over it but never
 * closer than two, in which case the date moves with it (GB/T 9704-2012, 7.3.5.1).
 */
export function signatureIndents(issuer: string, date: string): { readonly issuer: number; readonly date: number } {
  const longer = (displayWidth(issuer) - displayWidth(date)) / 4;
  return longer <= 2 ? { issuer: 4 - longer, date: 4 } : { issuer: 2, date: 2 + longer };
}
