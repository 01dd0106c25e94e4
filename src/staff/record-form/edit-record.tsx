import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import type { RecordDraft } from '#domain/records/model.ts';
import { api, queries, type RecordDetail } from '../api.ts';
import { withoutRecord } from '../ledger/ledger-search.ts';
import { Failure, Loading, momentText, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases } from '../texts/texts.tsx';
import { contentOf } from './content.ts';
import { unfold } from './new-record.tsx';
import { RecordForm } from './record-form.tsx';
import { texts as phrases } from './texts.ts';
import './record-form.css';

/** The form of a record that exists, begun from what it says now or from changes that were kept before. */
export function EditRecord() {
  const { id: text } = useParams({ strict: false });
  const id = Number(text);
  const [key] = useState(() => `record-${id}`);
  // Read anew each time: a form begins from what the record says now.
  const fresh = { gcTime: 0, staleTime: Number.POSITIVE_INFINITY } as const;
  const record = useQuery({ queryKey: ['record-to-edit', id], queryFn: () => api.records.get({ id }), ...fresh });
  const copy = useQuery({ queryKey: ['copy', key], queryFn: () => api.forms.copy({ key }), ...fresh });
  const failed = [record, copy].find((one) => one.error);
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} />;
  if (!record.data || !copy.data) return <Loading />;
  return (
    <EditForm
      key={`${record.data.revision} ${copy.data.copy?.version ?? 0}`}
      record={record.data}
      copy={copy.data.copy}
      again={async () => {
        await Promise.all([record.refetch(), copy.refetch()]);
      }}
    />
  );
}

type Copy = Awaited<ReturnType<typeof api.forms.copy>>['copy'];

function EditForm({
  record,
  copy,
  again,
}: {
  readonly record: RecordDetail;
  readonly copy: Copy;
  readonly again: () => Promise<void>;
}) {
  const say = usePhrases(phrases);
  const { catalogue } = useScope();
  const { search } = useAddress();
  const aids = useQuery({
    queryKey: ['form-aids', record.kind],
    queryFn: () => api.forms.open({ kind: record.kind }),
    staleTime: 60_000,
  });
  const kind = catalogue.kinds.find((one) => one.code === record.kind)!;
  const key = `record-${record.id}`;
  const back = withoutRecord(search);
  if (!record.may.includes('edit')) {
    return (
      <Nothing title={say.mayNot}>
        <Link to="/ledger" search={{ ...back, record: record.id }}>
          {say.back}
        </Link>
      </Nothing>
    );
  }
  if (aids.isPending) return <Loading />;
  if (aids.error) return <Failure error={aids.error} retry={() => void aids.refetch()} />;
  const startOver = async () => {
    await api.forms.drop({ key });
    await queries.invalidateQueries({ queryKey: ['copies'] });
    await again();
  };
  const reason =
    record.status === 'returned' ? record.steps.findLast((one) => one.to === 'returned')?.reason : undefined;
  const names = new Map([
    ...record.people.map((one) => [one.code, one.name] as const),
    ...record.hosts.map((one) => [one.code, one.name] as const),
  ]);
  const start = copy ? unfold(copy.content) : contentOf(record.draft as RecordDraft, kind);
  return (
    <>
      <p>
        <Link to="/ledger" search={{ ...back, record: record.id }}>
          {say.back}
        </Link>
      </p>
      <h1>{say.editTitle(record.id)}</h1>
      {reason !== undefined && <Alert type="warning" showIcon title={say.returned} description={reason} />}
      {record.status === 'verified' && <Alert type="info" showIcon title={say.verifiedNote} />}
      {copy && (
        <Alert
          type="info"
          showIcon
          title={say.resumed(momentText(copy.at))}
          action={<Button onClick={() => void startOver()}>{say.startOver}</Button>}
        />
      )}
      <RecordForm
        kind={kind}
        aids={aids.data}
        kept={{ key, change: { record: record.id, base: copy?.base ?? record.revision } }}
        start={start}
        version={copy?.version ?? 0}
        {...(copy && { at: copy.at })}
        names={names}
        status={record.status}
        reload={() => void again()}
      />
    </>
  );
}
