import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { api } from '../api.ts';
import { Failure, Loading, momentText, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { AuditFilters, filtersOf } from './audit-filters.tsx';
import { Chain } from './chain.tsx';
import { Entry } from './entry.tsx';
import { texts } from './texts.ts';
import './audit.css';

/** Who did what, when, from where; whether the chain is whole; every filter stands in the address. */
export function Audit() {
  const t = usePhrases(texts);
  const { me } = useScope();
  if (!me.may.includes('audit')) return <Nothing title={t.notAllowed} />;
  return (
    <>
      <h1>{t.title}</h1>
      <p className="quiet audit-lead">{me.may.includes('read') ? t.lead : t.leadAdministrator}</p>
      <Chain />
      <AuditFilters />
      <Entries />
    </>
  );
}

function Entries() {
  const t = usePhrases(texts);
  const { texts: common, say } = useTexts();
  const { unit } = useScope();
  const { search, change } = useAddress();
  const filters = filtersOf(search, unit.code);
  const pages = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam }) => api.audit.list({ ...filters, ...(pageParam !== undefined && { before: pageParam }) }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.next,
    staleTime: 5000,
  });
  const rows = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  // The first page counted; later ones may count what has come since.
  const completeness = pages.data?.pages[0]?.completeness;
  const address = new URLSearchParams(Object.entries(filters).map(([name, value]) => [name, String(value)]));
  return (
    <>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && <Nothing title={t.empty} hint={t.emptyHint} />}
      {rows.length > 0 && (
        <table className="records audit-entries">
          <thead>
            <tr>
              {[t.at, t.who, t.what, t.about, t.device].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id}>
                <td className="day">{momentText(one.at)}</td>
                <td className="audit-who">{one.who ?? t.system}</td>
                <td className="title">
                  <a
                    href={`?entry=${one.id}`}
                    onClick={(event) => {
                      event.preventDefault();
                      change({ entry: one.id }, true);
                    }}
                  >
                    {say(one.sentence)}
                  </a>
                </td>
                <td className="host">{one.about && say(one.about)}</td>
                <td className="audit-device">{one.device}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {common.more}
        </Button>
      )}
      {completeness && (
        <p className="completeness" role="status">
          <strong>{t.shown(rows.length, completeness.total)}</strong>
          <span>
            {t.scope(
              unit.name,
              completeness.window ? common.dayRange(completeness.window.from, completeness.window.to) : t.anyTime,
              momentText(completeness.asOf),
            )}
          </span>
          <a href={`/api/audit.csv?${address}`}>{t.export}</a>
        </p>
      )}
      <Drawer
        size={640}
        open={search.entry !== undefined}
        onClose={() => change({ entry: undefined })}
        title={t.details}
        closable={{ 'aria-label': common.close }}
        destroyOnHidden
      >
        {search.entry !== undefined && <Entry id={search.entry} />}
      </Drawer>
    </>
  );
}
