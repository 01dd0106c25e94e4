import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { lazy, Suspense } from 'react';
import { api } from '../api.ts';
import { Loading } from '../parts.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { withoutRecord } from './ledger-search.ts';
import { texts as phrases } from './texts.ts';

const RecordView = lazy(() => import('../record-view.tsx').then((module) => ({ default: module.RecordView })));

/** The open record: beside the list where there is room, else over it. */
export function RecordPanel({
  id,
  wide,
  close,
}: {
  readonly id: number;
  readonly wide: boolean;
  readonly close: () => void;
}) {
  const { texts } = useTexts();
  const say = usePhrases(phrases);
  if (wide) {
    return (
      <aside className="ledger-panel" aria-label={say.open}>
        <div className="ledger-panel-head">
          <EditLink id={id} />
          <Button type="text" onClick={close}>
            {say.closePanel}
          </Button>
        </div>
        <Suspense fallback={<Loading />}>
          <RecordView key={id} id={id} />
        </Suspense>
      </aside>
    );
  }
  return (
    <Drawer
      size={640}
      open
      onClose={close}
      title={texts.record.title}
      closable={{ 'aria-label': texts.close }}
      extra={<EditLink id={id} />}
      destroyOnHidden
    >
      <Suspense fallback={<Loading />}>
        <RecordView key={id} id={id} />
      </Suspense>
    </Drawer>
  );
}

function EditLink({ id }: { readonly id: number }) {
  const say = usePhrases(phrases);
  const { search } = useAddress();
  const record = useQuery({ queryKey: ['record', id], queryFn: () => api.records.get({ id }) });
  if (!record.data?.may.includes('edit')) return null;
  return (
    <Link className="button-link" to="/records/$id/edit" params={{ id: String(id) }} search={withoutRecord(search)}>
      {say.edit}
    </Link>
  );
}
