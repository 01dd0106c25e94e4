import { useQuery } from '@tanstack/react-query';
import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Client } from '#http/contract/contract.ts';
import { api, type Filters, sentences } from '../api.ts';
import { Failure, Loading } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { BulkAct } from './bulk-bar.tsx';
import { Refusals } from './refusals.tsx';
import { measuresText } from './sums-row.tsx';
import { texts as phrases } from './texts.ts';

type Preview = Awaited<ReturnType<Client['bulk']['preview']>>;
export type Outcome = Awaited<ReturnType<Client['bulk']['perform']>>;

/** Says exactly what will happen: to how many and which, what stays as it is and why, what it does to the figures. Then does it. */
export function BulkConfirm({
  act,
  target,
  close,
  done,
}: {
  readonly act: BulkAct;
  readonly target: { readonly ids: readonly number[] } | { readonly filters: Filters };
  readonly close: () => void;
  readonly done: (outcome: Outcome) => void;
}) {
  const { texts, language } = useTexts();
  const say = usePhrases(phrases);
  const [key] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const preview = useQuery({
    queryKey: ['bulk-preview', key],
    queryFn: () =>
      api.bulk.preview({ act, ...('ids' in target ? { ids: [...target.ids] } : { filters: target.filters }) }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const asks = say.bulk.reason[act];
  const may = preview.data?.may ?? 0;
  const perform = async () => {
    setBusy(true);
    try {
      done(await api.bulk.perform({ act, ids: preview.data!.ids, reason, key }));
    } catch (error) {
      setProblems(sentences(error, language));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      width={600}
      title={say.bulk.act[act]}
      okText={say.bulk.confirm(say.bulk.act[act], may)}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{
        danger: act === 'void',
        loading: busy,
        disabled: may === 0 || (asks !== undefined && reason.trim() === ''),
      }}
      onOk={() => void perform()}
      onCancel={busy ? () => {} : close}
    >
      {preview.isPending && <Loading />}
      {preview.error && <Failure error={preview.error} />}
      {problems.length > 0 && <Alert type="error" showIcon title={problems.join('；')} />}
      {preview.data && <Tell act={act} preview={preview.data} />}
      {preview.data && asks !== undefined && may > 0 && (
        <>
          <label htmlFor="bulk-reason">{asks}</label>
          <Input.TextArea
            id="bulk-reason"
            autoFocus
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      )}
      {may > 0 && <p className="quiet">{busy ? say.bulk.working : say.bulk.undoable}</p>}
    </Modal>
  );
}

function Tell({ act, preview }: { readonly act: BulkAct; readonly preview: Preview }) {
  const { say: text } = useTexts();
  const say = usePhrases(phrases);
  const { may, titles, refused, effect } = preview;
  const change =
    effect.sign === 1
      ? say.bulk.adds
      : act === 'highlight' || act === 'unhighlight'
        ? say.bulk.marksRemove
        : say.bulk.removes;
  return (
    <div className="bulk-tell">
      {may === 0 ? (
        <p>{say.bulk.nothing}</p>
      ) : (
        <>
          <p>{say.bulk.will(say.bulk.act[act], may)}</p>
          <ul>
            {titles.map((one) => (
              <li key={one.id}>{one.title}</li>
            ))}
            {may > titles.length && <li className="quiet">{say.bulk.more(may - titles.length)}</li>}
          </ul>
          {effect.sums.length === 0 ? (
            <p>{say.bulk.noEffect}</p>
          ) : (
            <>
              <p>
                <strong>{change}</strong>
              </p>
              <ul>
                {effect.sums.map((one) => (
                  <li key={one.kind}>{say.bulk.sum(text(one.label), one.records, measuresText(one.measures))}</li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      {refused.length > 0 && (
        <>
          <p>{say.bulk.refused(refused.length)}</p>
          <Refusals
            items={refused.map(({ id, title, problems }) => ({ id, title, why: problems.map((one) => one.text) }))}
          />
        </>
      )}
    </div>
  );
}
