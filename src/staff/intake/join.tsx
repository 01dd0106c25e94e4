import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { api } from '../api.ts';
import { Failure, Loading, StatusTag } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Item } from './data.ts';
import { texts as both } from './texts.ts';

/** Which record the words belong to: one of those that look the same, or one by its number. */
export function Join({
  id,
  item,
  close,
  join,
}: {
  readonly id: number;
  readonly item: Item;
  readonly close: () => void;
  readonly join: (record: number) => void;
}) {
  const say = usePhrases(both);
  const { texts } = useTexts();
  const similar = useQuery({
    queryKey: ['intake', id, 'similar', item.n, item.version],
    queryFn: () => api.intake.similar({ id, n: item.n }),
  });
  const records = similar.data?.records ?? [];
  const [chosen, setChosen] = useState<number>();
  const [number, setNumber] = useState('');
  const typed = /^\d{1,15}$/.test(number.trim()) ? Number(number) : undefined;
  const record = typed ?? chosen ?? records[0]?.id;
  return (
    <Modal
      open
      title={say.joinTitle}
      okText={say.join}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ disabled: record === undefined }}
      onOk={() => record !== undefined && join(record)}
      onCancel={close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (record !== undefined) join(record);
        }}
      >
        <p>{say.joinLead}</p>
        {similar.isPending && <Loading />}
        {similar.error && <Failure error={similar.error} />}
        {similar.data && records.length === 0 && <p className="quiet">{say.joinNone}</p>}
        <ul className="join-records">
          {records.map((one) => (
            <li key={one.id}>
              <label>
                <input
                  type="radio"
                  name="join-record"
                  checked={typed === undefined && one.id === record}
                  onChange={() => {
                    setChosen(one.id);
                    setNumber('');
                  }}
                />
                <span>
                  <strong>{one.title}</strong> <StatusTag status={one.status} />
                  <span className="quiet">
                    {say.record(one.id)} · {texts.dayRange(one.from, one.to)} ·{' '}
                    {one.hosts.map((host) => host.short).join('、')} · {say.joinBy[one.by]}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
        <label className="choice">
          {say.joinNumber}
          {/* biome-ignore lint/a11y/noAutofocus: Enter joins the first; typing gives another */}
          <input autoFocus inputMode="numeric" value={number} onChange={(event) => setNumber(event.target.value)} />
        </label>
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Modal>
  );
}
