import { readQuantities } from '#domain/reading/quantities.ts';
import { readTables } from '#domain/reading/tables.ts';
import type { Finding } from './model.ts';
import { checkClasses } from './rules/classes.ts';
import { checkNames } from './rules/names.ts';
import { checkProof } from './rules/proof.ts';
import { checkRepeats } from './rules/repeats.ts';
import { checkShares } from './rules/shares.ts';
import { checkSums } from './rules/sums.ts';
import { checkTables } from './rules/tables.ts';
import { checkWindows } from './rules/windows.ts';
import { type CheckedText, paragraphsOf } from './text.ts';

const rules = [checkSums, checkNames, checkClasses, checkTables, checkRepeats, checkShares, checkWindows, checkProof];

/** Everything in a text whose numbers do not agree, and the sums that hold, in the order of the text. */
export function checkText(text: string): Finding[] {
  const checked: CheckedText = {
    text,
    quantities: readQuantities(text),
    paragraphs: paragraphsOf(text),
    tables: readTables(text),
  };
  return rules
    .flatMap((rule) => rule(checked))
    .sort((left, right) => (left.spans[0]?.start ?? 0) - (right.spans[0]?.start ?? 0));
}

/** Whether a finding asks for somebody's attention: a confirmation does not. */
export function isFault(finding: Finding): boolean {
  return finding.holds !== true;
}
