import { readQuantities } from '#domain/reading/quantities.ts';
import { readTables } from '#domain/reading/tables.ts';
import type { Finding } from './model.ts';
import { periodsOf } from './periods.ts';
import { checkChildren } from './rules/children.ts';
import { checkClasses } from './rules/classes.ts';
import { checkComparisons } from './rules/comparisons.ts';
import { checkDates } from './rules/dates.ts';
import { checkNames } from './rules/names.ts';
import { checkNumbering } from './rules/numbering.ts';
import { checkProof } from './rules/proof.ts';
import { checkRanks } from './rules/ranks.ts';
import { checkRepeats } from './rules/repeats.ts';
import { checkShares } from './rules/shares.ts';
import { checkSums } from './rules/sums.ts';
import { checkTableProse } from './rules/table-prose.ts';
import { checkTables } from './rules/tables.ts';
import { checkWindows } from './rules/windows.ts';
import type { RuleCode } from './rules.ts';
import { type CheckedText, paragraphsOf } from './text.ts';

const rules = [
  checkSums,
  checkNames,
  checkClasses,
  checkTables,
  checkTableProse,
  checkRanks,
  checkRepeats,
  checkChildren,
  checkShares,
  checkComparisons,
  checkWindows,
  checkDates,
  checkNumbering,
  checkProof,
];

/**
 * Everything in a text whose numbers do not agree, and the sums that hold, in the order of the text. What `retired` rules
 * find is left out.
 */
export function checkText(text: string, retired: ReadonlySet<RuleCode> = new Set()): Finding[] {
  const checked = prepare(text);
  return inOrder(rules.flatMap((rule) => rule(checked)).filter((one) => !retired.has(one.rule)));
}

/** The text cut up and read once, for the rules. */
export function prepare(text: string): CheckedText {
  const paragraphs = paragraphsOf(text);
  const tables = readTables(text);
  return { text, quantities: readQuantities(text), paragraphs, tables, periods: periodsOf(text, paragraphs, tables) };
}

export function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((left, right) => (left.spans[0]?.start ?? 0) - (right.spans[0]?.start ?? 0));
}
