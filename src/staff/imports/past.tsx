import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { api } from '../api.ts';
import { Failure, Loading, momentText, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Batch } from './batch.tsx';
import { texts } from './texts.ts';

/** Imports that were made, the latest first; one of them may be open beside the list. */
export function PastImports() {
  const t = usePhrases(texts);
  const { texts: common, say } = useTexts();
  const { catalogue } = useScope();
  const { search, change } = useAddress();
  const pages = useInfiniteQuery({
    queryKey: ['imports', 'list'],
    queryFn: ({ pageParam }) => api.imports.list(pageParam === undefined ? {} : { before: pageParam }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.next,
  });
  const rows = pages.data?.pages.flatMap((page) => page.imports) ?? [];
  const completeness = pages.data?.pages.at(-1)?.completeness;
  const kindOf = (code: string) => {
    const kind = catalogue.kinds.find((one) => one.code === code);
    return kind ? say(kind.label) : code;
  };
  return (
    <section aria-label={t.past}>
      <h2>{t.past}</h2>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && <Nothing title={t.pastEmpty} />}
      {rows.length > 0 && (
        <table className="records import-past">
          <thead>
            <tr>
              {[t.at, t.source, t.by, t.result].map((label) => (
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
                <td className="title">
                  <a
                    href={`?batch=${one.id}`}
                    onClick={(event) => {
                      event.preventDefault();
                      change({ batch: one.id }, true);
                    }}
                  >
                    {one.source}
                  </a>{' '}
                  <span className="quiet">
                    {kindOf(one.kind)}
                    {one.unit && ` · ${one.unit.short}`}
                  </span>
                </td>
                <td className="host">{one.by}</td>
                <td className="measures">
                  {t.resultOf(one.fresh, one.repeated, one.refused)}{' '}
                  {one.undoneAt && <span className="tag tag-void">{t.undone}</span>}
                </td>
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
          <strong>{t.pastShown(rows.length, completeness.total)}</strong>
          <span>{t.asOf(momentText(completeness.asOf))}</span>
        </p>
      )}
      <Drawer
        size={720}
        open={search.batch !== undefined}
        onClose={() => change({ batch: undefined })}
        title={search.batch === undefined ? '' : t.batch(search.batch)}
        closable={{ 'aria-label': common.close }}
        destroyOnHidden
      >
        {search.batch !== undefined && <Batch id={search.batch} />}
      </Drawer>
    </section>
  );
}
