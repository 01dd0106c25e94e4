import type { Warning } from '../model.ts';
import { filingWarnings } from './filing.ts';
import { narrativeWarnings } from './narrative.ts';
import { outlierWarnings } from './outlier.ts';
import { reachWarnings } from './reach.ts';
import type { Subject } from './subject.ts';

/** Everything about a record that is worth a second look, doubts first. Decides nothing and stops nobody. */
export function warningsOf(subject: Subject): Warning[] {
  const found = [outlierWarnings, narrativeWarnings, reachWarnings, filingWarnings].flatMap((rule) => rule(subject));
  const doubts = found.filter((one) => one.severity === 'doubt');
  return [...doubts, ...found.filter((one) => one.severity === 'note')];
}
