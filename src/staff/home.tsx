import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, type Question } from './api.ts';
import { Failure, Loading, Nothing } from './parts.tsx';
import { ReportingNotices } from './reporting/notices.tsx';
import { useScope } from './scope.tsx';
import { ledgerOf, type Search } from './search.ts';
import { useTexts } from './texts/texts.tsx';

/** What waits for me, and my unit against its own last period. */
export function Home() {
  const { texts, say } = useTexts();
  const { me, unit, window } = useScope();
  const home = useQuery({
    queryKey: ['home', unit.code, window],
    queryFn: () => api.home.get({ unit: unit.code, window }),
  });
  if (home.isPending) return <Loading />;
  if (home.error) return <Failure error={home.error} retry={() => void home.refetch()} />;
  const { waiting, figures, kinds, before, lateAfterDays } = home.data;
  const [from = '', to = ''] = window.split('..');
  const shown = figures.filter((one) => one.figure.value !== 0 || one.before.value !== 0);
  const counted = kinds.filter((one) => one.records > 0 || one.before > 0);
  const here: Search = { unit: unit.code, window };
  const waits = [
    {
      name: texts.home.submitted,
      n: waiting.submitted,
      to: me.may.includes('verify') ? '/queue' : '/ledger',
      search: { ...here, status: 'submitted', always: true, turn: 'all' },
    },
    {
      name: texts.home.late(lateAfterDays),
      n: waiting.late,
      to: '/queue',
      search: { ...here, always: true, turn: 'all' },
    },
    {
      name: texts.home.returned,
      n: waiting.returned,
      to: '/ledger',
      search: { ...here, status: 'returned', always: true },
    },
    { name: texts.home.drafts, n: waiting.drafts, to: '/ledger', search: { ...here, status: 'draft', always: true } },
  ] as const;
  return (
    <>
      <h1>{texts.home.hello(me.name)}</h1>
      <ReportingNotices />
      <section aria-labelledby="waiting">
        <h2 id="waiting">{texts.home.waiting}</h2>
        {waits.every((one) => one.n === 0) ? (
          <p className="quiet">{texts.home.nothing}</p>
        ) : (
          <ul className="tiles">
            {waits
              .filter((one) => one.n > 0)
              .map((one) => (
                <li key={one.name}>
                  <Link className="tile" to={one.to} search={one.search as Search}>
                    <span className="tile-number">{one.n.toLocaleString()}</span>
                    <span>{one.name}</span>
                  </Link>
                </li>
              ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="figures">
        <h2 id="figures">
          {unit.short} · {texts.home.figures}
        </h2>
        <p className="quiet">{texts.home.compare(texts.dayRange(from, to), texts.dayRange(before.from, before.to))}</p>
        {shown.length === 0 && counted.length === 0 ? (
          <Nothing title={texts.home.empty} />
        ) : (
          <>
            <ul className="tiles">
              {shown.map(({ figure, before: earlier }) => (
                <li key={figure.question.measure}>
                  <Link className="tile" to="/ledger" search={ledgerOf(figure.question as Question) ?? here}>
                    <span className="quiet">{say(figure.label)}</span>
                    <span className="tile-number">{figure.text}</span>
                    <Change now={figure.value} before={earlier.value} word={figure.counterWord} />
                  </Link>
                </li>
              ))}
            </ul>
            <h3>{texts.home.kinds}</h3>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{texts.home.kind}</th>
                  <th scope="col" className="numeric">
                    {texts.home.current}
                  </th>
                  <th scope="col" className="numeric">
                    {texts.home.before}
                  </th>
                  <th scope="col" className="numeric">
                    {texts.home.change}
                  </th>
                </tr>
              </thead>
              <tbody>
                {counted.map((one) => (
                  <tr key={one.kind}>
                    <th scope="row">{say(one.label)}</th>
                    <td className="numeric">
                      <Link to="/ledger" search={{ ...here, kind: one.kind, status: 'verified' }}>
                        {texts.count(one.records)}
                      </Link>
                    </td>
                    <td className="numeric">{texts.count(one.before)}</td>
                    <td className="numeric">
                      <Change now={one.records} before={one.before} word="" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </section>
    </>
  );
}

function Change({
  now,
  before,
  word,
}: {
  readonly now: number | null;
  readonly before: number | null;
  readonly word: string;
}) {
  const { texts } = useTexts();
  if (now === null || before === null) return null;
  const by = now - before;
  if (by === 0) return <span className="quiet">{texts.home.same}</span>;
  return (
    <span className="quiet">
      {by > 0 ? '+' : '−'}
      {Math.abs(by).toLocaleString()}
      {word}
    </span>
  );
}
