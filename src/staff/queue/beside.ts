import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, queries } from '../api.ts';

export type Beside = Awaited<ReturnType<typeof api.verification.beside>>;
export type QueueRow = Awaited<ReturnType<typeof api.verification.queue>>['rows'][number];
export type Warning = QueueRow['warnings'][number];

/**
 * What stands beside a record. Having been shown counts as having looked: what was new stays marked as long as the record stays
 * open, and is not new the next time.
 */
export function useBeside(id: number): Beside | undefined {
  const found = useQuery({ queryKey: ['record', id, 'beside'], queryFn: () => api.verification.beside({ id }) });
  const [first, setFirst] = useState<Beside>();
  const { data } = found;
  const revision = data?.revision;
  const message = data?.messages.at(-1)?.id ?? 0;
  const isNew = data !== undefined && (data.unread > 0 || data.changes.length > 0);
  if (data && (!first || (isNew && first.revision !== data.revision))) setFirst(data);
  useEffect(() => {
    if (revision === undefined) return;
    api.verification.look({ id, revision, message }).then(
      () => {
        if (isNew) void queries.invalidateQueries({ queryKey: ['conversations'] });
      },
      () => {},
    );
  }, [id, revision, message, isNew]);
  if (!data) return undefined;
  return {
    ...data,
    changes: data.changes.length > 0 ? data.changes : (first?.changes ?? []),
    lookedAt: first?.lookedAt ?? data.lookedAt,
    unread: Math.max(data.unread, first?.unread ?? 0),
  };
}
