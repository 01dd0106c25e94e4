import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { api, forgetCounts, queries, type RecordDetail, sentences } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Compare } from './compare.tsx';
import { texts as catalogue } from './texts.ts';
import './duplicates.css';

/** Beside a record: others that may tell the same event, and the merges it was part of. Shows nothing when there are none. */
export function RecordDuplicates({ record }: { readonly record: RecordDetail }) {
  const phrases = usePhrases(catalogue);
  const { texts } = useTexts();
  const key = ['record', record.id, 'duplicates', record.revision, record.status];
  const found = useQuery({ queryKey: key, queryFn: () => api.duplicates.ofRecord({ id: record.id }) });
  const [compared, setCompared] = useState<number>();
  if (!found.data) return null;
  const { records, merges } = found.data;
  const close = () => setCompared(undefined);
  const settled = async () => {
    close();
    await Promise.all([queries.invalidateQueries({ queryKey: ['duplicates'] }), forgetCounts()]);
  };
  const apart = async (other: number) => {
    await api.duplicates.tellApart({ one: record.id, other }).catch(() => {});
    await settled();
  };
  const pair = records.find((one) => one.id === compared);
  return (
    <>
      {records.length > 0 && (
        <section className="similar" aria-label={phrases.similarTitle}>
          <p>
            <strong>{phrases.similarHere(records.length)}</strong>
          </p>
          <ul>
            {records.map((one) => (
              <li key={one.id}>
                <span>
                  {one.title}{' '}
                  <span className="quiet">
                    {one.to} · {one.hosts.map((host) => host.short).join('、')} · {texts.status[one.status]}
                  </span>
                </span>
                <Button size="small" onClick={() => setCompared(one.id)}>
                  {phrases.compare}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {merges.length > 0 && (
        <section aria-label={phrases.history}>
          <ul className="merges">
            {merges.map((merge) => (
              <Merge
                key={merge.id}
                merge={merge}
                own={record.id}
                maySplit={record.may.length > 0 || record.status === 'void'}
              />
            ))}
          </ul>
        </section>
      )}
      {pair && (
        <Modal open width={920} footer={null} onCancel={close} closable={{ 'aria-label': texts.close }}>
          <Compare
            one={record.id}
            other={pair.id}
            reasons={pair.reasons}
            settled={() => void settled()}
            apart={() => void apart(pair.id)}
          />
        </Modal>
      )}
    </>
  );
}

type MergeSeen = Awaited<ReturnType<typeof api.duplicates.ofRecord>>['merges'][number];

function Merge({
  merge,
  own,
  maySplit,
}: {
  readonly merge: MergeSeen;
  readonly own: number;
  readonly maySplit: boolean;
}) {
  const phrases = usePhrases(catalogue);
  const { texts, language } = useTexts();
  const { message, modal } = App.useApp();
  const other = merge.kept === own ? merge.dropped : merge.kept;
  const split = async () => {
    try {
      await api.duplicates.split({ id: merge.id });
      void message.success(phrases.splitDone);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    }
    await forgetCounts();
  };
  const ask = () =>
    void modal.confirm({
      title: phrases.splitTitle,
      content: phrases.splitHint,
      okText: phrases.split,
      cancelText: texts.cancel,
      onOk: split,
    });
  return (
    <li>
      <Link to="/ledger" search={(old: object) => ({ ...old, record: other }) as never}>
        {merge.kept === own ? phrases.mergedFrom(other) : phrases.mergedInto(other)}
      </Link>{' '}
      <span className="quiet">
        {merge.by} · <time dateTime={merge.at}>{momentText(merge.at)}</time> {merge.reason}{' '}
        {merge.split && phrases.wasSplit}
      </span>{' '}
      {!merge.split && maySplit && (
        <Button size="small" onClick={ask}>
          {phrases.split}
        </Button>
      )}
    </li>
  );
}
