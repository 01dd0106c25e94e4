import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api.ts';
import { Failure, Loading, momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';

/** One entry: the act in words, field by field, and its place in the chain. */
export function Entry({ id }: { readonly id: number }) {
  const t = usePhrases(texts);
  const { say } = useTexts();
  const found = useQuery({ queryKey: ['audit-entry', id], queryFn: () => api.audit.get({ id }) });
  if (found.isPending) return <Loading />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const one = found.data;
  const compares = one.changes.some((change) => change.before !== null);
  return (
    <div className="audit-entry">
      <p className="audit-sentence">
        <strong>{one.who ?? t.system}</strong> {say(one.sentence)}
      </p>
      <dl className="facts">
        <div>
          <dt>{t.at}</dt>
          <dd>{momentText(one.at)}</dd>
        </div>
        {one.about && (
          <div>
            <dt>{t.about}</dt>
            <dd>
              {say(one.about)}{' '}
              {one.record !== undefined && (
                <Link to="/ledger" search={{ record: one.record, always: true }}>
                  {t.openRecord}
                </Link>
              )}
              {one.batch !== undefined && (
                <Link to="/imports" search={{ batch: one.batch }}>
                  {t.openBatch}
                </Link>
              )}
            </dd>
          </div>
        )}
        {one.device !== '' && (
          <div>
            <dt>{t.device}</dt>
            <dd>{one.device}</dd>
          </div>
        )}
      </dl>
      {one.changes.length > 0 && (
        <div className="table-scroll">
          <table className="plain-table audit-changes">
            <thead>
              <tr>
                <th scope="col">{t.field}</th>
                {compares && <th scope="col">{t.before}</th>}
                <th scope="col">{compares ? t.after : t.value}</th>
              </tr>
            </thead>
            <tbody>
              {one.changes.map((change, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two fields may have one name
                <tr key={index}>
                  <th scope="row">{say(change.label)}</th>
                  {compares && <td>{change.before && say(change.before)}</td>}
                  <td>{change.after && say(change.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>{t.chain}</h3>
      <dl className="facts audit-hashes">
        <div>
          <dt>{t.seq}</dt>
          <dd>{one.seq ?? t.unsealed}</dd>
        </div>
        {one.hash && (
          <div>
            <dt>{t.hash}</dt>
            <dd>
              <code>{one.hash}</code>
            </dd>
          </div>
        )}
        {one.previous && (
          <div>
            <dt>{t.previous}</dt>
            <dd>
              <code>{one.previous}</code>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}
