import { Link } from '@tanstack/react-router';
import type { Question } from '../api.ts';
import { ledgerOf } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Gap } from './data.ts';
import { texts as both } from './texts.ts';

/** The two sides, the reasons that add up to the gap, and the records behind them. */
export function GapTable({ gap }: { readonly gap: Gap }) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  const ledger = ledgerOf(gap.question as Question);
  const told = (value: number) => `${value.toLocaleString()}${gap.counterWord}`;
  const signed = (value: number) => `${value > 0 ? '+' : ''}${told(value)}`;
  return (
    <>
      <div className="gap-sum">
        <span>
          {say(gap.left.label)}
          <strong>
            <Link to="/ledger" search={ledger as never}>
              {told(gap.left.value)}
            </Link>
          </strong>
        </span>
        <span>
          {say(gap.right.label)}
          <strong>{told(gap.right.value)}</strong>
        </span>
        <span>
          {phrases.gapValue}
          <strong>{signed(gap.gap)}</strong>
        </span>
      </div>
      {gap.total === 0 && gap.gap === 0 ? (
        <p>{phrases.same}</p>
      ) : (
        <>
          <div className="table-scroll">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{phrases.reason}</th>
                  <th scope="col" className="numeric">
                    {phrases.records}
                  </th>
                  <th scope="col" className="numeric">
                    {phrases.sum}
                  </th>
                </tr>
              </thead>
              <tbody>
                {gap.reasons.map((one) => (
                  <tr key={one.reason}>
                    <th scope="row">{say(one.label)}</th>
                    <td className="numeric">{one.records}</td>
                    <td className="numeric">{signed(one.sum)}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">
                    <strong>{phrases.gapTotal}</strong>
                  </th>
                  <td className="numeric">{gap.total}</td>
                  <td className="numeric">{signed(gap.reasons.reduce((sum, one) => sum + one.sum, 0))}</td>
                </tr>
              </tbody>
            </table>
          </div>
          {gap.unaccounted !== 0 && <p className="reason">{phrases.unaccounted(signed(gap.unaccounted))}</p>}
          <Rows gap={gap} told={told} />
        </>
      )}
    </>
  );
}

function Rows({ gap, told }: { readonly gap: Gap; readonly told: (value: number) => string }) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-scroll gap-rows" aria-label={phrases.records} tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{phrases.record}</th>
              <th scope="col">{phrases.day}</th>
              <th scope="col">{phrases.host}</th>
              <th scope="col" className="numeric">
                {phrases.left}
              </th>
              <th scope="col" className="numeric">
                {phrases.right}
              </th>
              <th scope="col">{phrases.reason}</th>
            </tr>
          </thead>
          <tbody>
            {gap.rows.map((row) => (
              <tr key={row.record}>
                <td>
                  <Link to="/ledger" search={{ record: row.record, unit: gap.question.unit, always: true } as never}>
                    {row.title}
                  </Link>
                </td>
                <td className="day">{row.day}</td>
                <td>{row.hosts.map((host) => host.short).join('、')}</td>
                <td className="numeric">{told(row.left)}</td>
                <td className="numeric">{told(row.right)}</td>
                <td>{say(row.label)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="completeness" role="status">
        <strong>{phrases.total(gap.rows.length, gap.total)}</strong>
      </p>
    </>
  );
}
