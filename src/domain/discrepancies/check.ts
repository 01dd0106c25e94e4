import type { Tx } from '#db/open.ts';
import { checkText, inOrder } from '#domain/agreement/check.ts';
import { matchLedger } from '#domain/agreement/ledger/match.ts';
import type { StatedNumber } from '#domain/agreement/ledger/verdict.ts';
import { isFault } from '#domain/agreement/model.ts';
import { type RuleCode, ruleCodes } from '#domain/agreement/rules.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { readEditionFacts } from './editions.ts';
import type { Fingerprinted } from './model.ts';
import { readRetired } from './retirement.ts';
import { fingerprints } from './rules.ts';
import type { Source } from './sources.ts';

export interface Checked {
  readonly findings: readonly Fingerprinted[];
  /** One for each number of the text; none when the ledger was not asked. */
  readonly numbers: readonly StatedNumber[];
  readonly retired: ReadonlySet<RuleCode>;
  /** The rules that were run: what these no longer find has gone. */
  readonly ran: ReadonlySet<RuleCode>;
}

const ledgerRules: readonly RuleCode[] = [
  'ledger_conflict',
  'ledger_power_of_ten',
  'ledger_hedge_turned',
  'edition_differs',
];

/** A source against itself and, with `ledger`, against the verified records and the unit's earlier editions. */
export async function checkSource(
  tx: Tx,
  organisation: Organisation,
  source: Source,
  { ledger }: { readonly ledger: boolean },
): Promise<Checked> {
  const { text, unit, window, name } = source;
  const retired = await readRetired(tx, organisation, unit);
  const found = checkText(text, retired);
  const against = ledger
    ? await matchLedger(tx, organisation, text, {
        unit,
        window,
        figures: source.figures,
        editions: await readEditionFacts(tx, unit, name.kind === 'edition' ? name.key : undefined),
      })
    : { numbers: [], findings: [] };
  const all = inOrder([...found, ...against.findings.filter((one) => !retired.has(one.rule))]);
  const questions = new Map(against.numbers.map((number) => [number.start, number.question]));
  const ran = ruleCodes.filter((rule) => !retired.has(rule) && (ledger || !ledgerRules.includes(rule)));
  return {
    findings: fingerprints(name, unit.code, text, all).map((one) => {
      const question = isFault(one.finding) ? questions.get(one.finding.spans[0]?.start ?? -1) : undefined;
      return question ? { ...one, question } : one;
    }),
    numbers: against.numbers,
    retired,
    ran: new Set(ran),
  };
}
