import { z } from 'zod';
import { type Day, parseDay } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import type { Findings } from './findings.ts';
import type { Validity } from './model.ts';

/** Codes of units, people, outlets, lists and columns: parts of letters and digits joined by hyphens. */
const joinedCode = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Codes that figure tokens name: families, classes, measure fields, windows. */
export const plainCode = /^[a-z][a-z0-9_]*$/;

export const text = z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) });
export const joined = coded(joinedCode);
export const plain = coded(plainCode);

export const dayText = z.string().transform((given, context): Day => {
  const parsed = parseDay(given);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'day_unknown', params: { text: given } });
  return z.NEVER;
});

/** `2024-07-01..2024-10-31` */
export const windowText = z.string().transform((given, context): Window => {
  const parts = given.split('..');
  const [from, to] = parts.map((part) => parseDay(part.trim()));
  if (parts.length === 2 && from && to && from <= to) return { from, to };
  context.addIssue({ code: 'custom', message: 'window_form', params: { text: given } });
  return z.NEVER;
});

function coded(form: RegExp) {
  return z.string().check((context) => {
    if (context.value.length <= 60 && form.test(context.value)) return;
    context.issues.push({
      code: 'custom',
      message: 'code_form',
      params: { text: context.value },
      input: context.value,
    });
  });
}

/** The two days of a table row. What is wrong becomes a finding, and the stretch is then open on that side. */
export function readValidity(from: string, to: string, place: string, findings: Findings): Validity {
  const validFrom = readDay(from, place, findings) ?? ('0001-01-01' as Day);
  const validTo = to === '' ? null : readDay(to, place, findings);
  if (validTo !== null && validTo < validFrom) {
    findings.add(
      'validity_reversed',
      place,
      `有效期颠倒了：${validFrom} 晚于 ${validTo}`,
      `its validity is reversed: ${validFrom} is after ${validTo}`,
    );
  }
  return { validFrom, validTo };
}

export function readDay(given: string, place: string, findings: Findings): Day | null {
  const parsed = parseDay(given);
  if (parsed !== undefined) return parsed;
  findings.add(
    'day_unknown',
    place,
    `日期“${given}”不存在，请写成 2024-07-01`,
    `"${given}" is not a day; write 2024-07-01`,
  );
  return null;
}

/** Whether a table cell is a code; a finding when it is not. */
export function checkCode(given: string, place: string, findings: Findings): boolean {
  if (given.length <= 60 && joinedCode.test(given)) return true;
  findings.add(
    'code_form',
    place,
    `代码“${given}”不对，只用小写字母、数字和连接符`,
    `"${given}" is not a code; use small letters, digits and hyphens`,
  );
  return false;
}

export function overlap(one: Validity, other: Validity): boolean {
  return (
    (one.validTo === null || other.validFrom <= one.validTo) &&
    (other.validTo === null || one.validFrom <= other.validTo)
  );
}

export function isWithin(inner: Validity, outer: Validity): boolean {
  return (
    outer.validFrom <= inner.validFrom &&
    (outer.validTo === null || (inner.validTo !== null && inner.validTo <= outer.validTo))
  );
}
