import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api, type Question } from '../api.ts';
import { Failure, Loading, momentText } from '../parts.tsx';
import { ledgerOf } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Discrepancy } from './data.ts';
import { Decisions } from './decisions.tsx';
import { Discussion } from './discussion.tsx';
import { GapView } from './gap-view.tsx';
import { SeverityTag, StateTag } from './parts.tsx';
import { texts as both } from './texts.ts';
import './discrepancies.css';

/** One discrepancy: what it is, who settles it by when, what was said, and where the gap comes from. */
export function DiscrepancyPage() {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  const { id } = useParams({ strict: false }) as { id: string };
  const number = Number(id);
  const found = useQuery({
    queryKey: ['discrepancy', number],
    queryFn: () => api.discrepancies.get({ id: number }),
  });
  if (found.isPending) return <Loading />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const one = found.data;
  return (
    <>
      <p>
        <Link to="/discrepancies" search={((old: object) => ({ ...old, tab: 'kept' })) as never}>
          {phrases.back}
        </Link>
      </p>
      <h1>
        {say(one.label)} <span className="quiet">#{one.id}</span>
      </h1>
      <p className="marks">
        <SeverityTag severity={one.severity} />
        <StateTag state={one.state} />
        {one.overdue && <strong>{phrases.overdue}</strong>}
      </p>
      <div className="agree-page">
        <div>
          <About one={one} />
          {one.question && <GapView question={one.question as Question} />}
        </div>
        <div>
          {one.mayHandle && <Decisions one={one} />}
          <Discussion one={one} />
        </div>
      </div>
    </>
  );
}

function About({ one }: { readonly one: Discrepancy }) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  const ledger = one.question && ledgerOf(one.question as Question);
  return (
    <section className="agree-card">
      <p>
        <strong>{say(one.message)}</strong>
      </p>
      <dl className="facts">
        <div>
          <dt>{phrases.where}</dt>
          <dd>
            {phrases.sourceKind[one.source.kind]}：{one.source.title}（{one.unit.name}）
          </dd>
        </div>
        {one.sides && (
          <div>
            <dt>{phrases.sides}</dt>
            <dd>
              {one.sides[0]} / {ledger ? <SideLink text={one.sides[1]} ledger={ledger} /> : one.sides[1]}
            </dd>
          </div>
        )}
        <div>
          <dt>{phrases.spans}</dt>
          <dd lang="zh-CN">
            {one.spans.slice(0, 8).map((span) => (
              <blockquote className="agree-quote" key={span.start}>
                {span.text.slice(0, 200)}
              </blockquote>
            ))}
          </dd>
        </div>
        {one.explanation && (
          <div>
            <dt>{phrases.explanation}</dt>
            <dd>{one.explanation}</dd>
          </div>
        )}
      </dl>
      <p className="quiet">
        {phrases.openedBy(one.openedBy, momentText(one.openedAt))}
        {one.closedAt &&
          ` · ${one.closedHow === 'no_longer_found' ? phrases.goneBy : phrases.closedBy(one.closedBy ?? '', momentText(one.closedAt))}`}
      </p>
      {ledger && (
        <p>
          <Link to="/ledger" search={ledger as never}>
            {phrases.figure}
          </Link>
        </p>
      )}
    </section>
  );
}

function SideLink({ text, ledger }: { readonly text: string; readonly ledger: object }) {
  return (
    <Link to="/ledger" search={ledger as never}>
      {text}
    </Link>
  );
}
