import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { api, forgetCounts, type RecordDetail, sentences } from './api.ts';
import { useKeys } from './keys.ts';
import type { Beside } from './queue/beside.ts';
import { ReturnDialog } from './queue/return-dialog.tsx';
import { texts as phrases } from './queue/texts.ts';
import { useUndo } from './queue/undo.tsx';
import { usePhrases, useTexts } from './texts/texts.tsx';

/** The steps that this reader may take with the record. Returning and voiding ask for the reason first; verifying can be undone. */
export function RecordActs({
  record,
  beside,
  acted,
}: {
  readonly record: RecordDetail;
  readonly beside: Beside | undefined;
  readonly acted?: () => void;
}) {
  const { texts, language } = useTexts();
  const say = usePhrases(phrases);
  const { message } = App.useApp();
  const { tell, takeBack } = useUndo();
  const [asking, setAsking] = useState<'return' | 'void'>();
  const [busy, setBusy] = useState(false);
  const act = async (step: () => Promise<{ status: string }>) => {
    setBusy(true);
    try {
      const { status } = await step();
      setAsking(undefined);
      if (status === 'verified') tell([record.id]);
      else void message.success(texts.record.done[status] ?? '');
      acted?.();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
      await forgetCounts();
    }
  };
  const { id, may, revision } = record;
  const verify = () => act(() => api.records.verify({ id, base: revision }));
  const keyed = {
    ...(may.includes('verify') && !busy && { v: () => void verify() }),
    ...(may.includes('return') && !busy && { r: () => setAsking('return') }),
  };
  useKeys(keyed, asking === undefined);
  const mayUndo = record.status === 'verified' && beside?.mayUndo === true;
  if (!mayUndo && !may.some((one) => one !== 'edit')) return null;
  return (
    <div className="acts">
      {may.includes('verify') && (
        <Button type="primary" loading={busy} onClick={() => void verify()}>
          {texts.record.verify}
        </Button>
      )}
      {may.includes('submit') && (
        <Button
          type={may.includes('verify') ? 'default' : 'primary'}
          loading={busy}
          onClick={() => void act(() => api.records.submit({ id }))}
        >
          {texts.record.submit}
        </Button>
      )}
      {mayUndo && <Button onClick={() => void takeBack([id])}>{say.undoOne}</Button>}
      {may.includes('return') && <Button onClick={() => setAsking('return')}>{texts.record.return}</Button>}
      {may.includes('void') && (
        <Button type="text" onClick={() => setAsking('void')}>
          {texts.record.void}
        </Button>
      )}
      {asking === 'return' && (
        <ReturnDialog
          beside={beside}
          counted={record.status === 'verified'}
          busy={busy}
          close={() => setAsking(undefined)}
          tell={({ reason, comments }) =>
            void act(() => api.records.return({ id, base: revision, reason, comments: [...comments] }))
          }
        />
      )}
      {asking === 'void' && (
        <AskVoid
          busy={busy}
          close={() => setAsking(undefined)}
          tell={(reason) => void act(() => api.records.void({ id, reason }))}
        />
      )}
    </div>
  );
}

function AskVoid({
  busy,
  close,
  tell,
}: {
  readonly busy: boolean;
  readonly close: () => void;
  readonly tell: (reason: string) => void;
}) {
  const { texts } = useTexts();
  const [reason, setReason] = useState('');
  return (
    <Modal
      open
      title={texts.record.void}
      okText={texts.record.void}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ disabled: reason.trim() === '', loading: busy, danger: true }}
      onOk={() => tell(reason)}
      onCancel={close}
    >
      <p>{texts.record.confirmVoid}</p>
      <label htmlFor="reason">{texts.record.reasonVoid}</label>
      <Input.TextArea
        id="reason"
        autoFocus
        rows={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}
