import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { api, forgetCounts, type RecordDetail, sentences } from './api.ts';
import { useKeys } from './keys.ts';
import { useTexts } from './texts/texts.tsx';

type Reasoned = 'return' | 'void';

/** The steps that this reader may take with the record. Returning and voiding ask for the reason first. */
export function RecordActs({ record, acted }: { readonly record: RecordDetail; readonly acted?: () => void }) {
  const { texts, language } = useTexts();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<Reasoned>();
  const [busy, setBusy] = useState(false);
  const act = async (step: () => Promise<{ status: string }>) => {
    setBusy(true);
    try {
      const { status } = await step();
      setAsking(undefined);
      void message.success(texts.record.done[status] ?? '');
      acted?.();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
      await forgetCounts();
    }
  };
  const { id, may } = record;
  const verify = () => act(() => api.records.verify({ id }));
  const keyed = {
    ...(may.includes('verify') && !busy && { v: () => void verify() }),
    ...(may.includes('return') && !busy && { r: () => setAsking('return') }),
  };
  useKeys(keyed, asking === undefined);
  if (!may.some((one) => one !== 'edit')) return null;
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
      {may.includes('return') && <Button onClick={() => setAsking('return')}>{texts.record.return}</Button>}
      {may.includes('void') && (
        <Button type="text" onClick={() => setAsking('void')}>
          {texts.record.void}
        </Button>
      )}
      {asking && (
        <Ask
          step={asking}
          counted={record.status === 'verified'}
          busy={busy}
          close={() => setAsking(undefined)}
          tell={(reason) => void act(() => api.records[asking]({ id, reason }))}
        />
      )}
    </div>
  );
}

function Ask({
  step,
  counted,
  busy,
  close,
  tell,
}: {
  readonly step: Reasoned;
  readonly counted: boolean;
  readonly busy: boolean;
  readonly close: () => void;
  readonly tell: (reason: string) => void;
}) {
  const { texts } = useTexts();
  const [reason, setReason] = useState('');
  const warning = step === 'void' ? texts.record.confirmVoid : counted ? texts.record.returnVerified : undefined;
  return (
    <Modal
      open
      title={texts.record[step]}
      okText={texts.record[step]}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ disabled: reason.trim() === '', loading: busy, danger: step === 'void' }}
      onOk={() => tell(reason)}
      onCancel={close}
    >
      {warning && <p>{warning}</p>}
      <label htmlFor="reason">{step === 'void' ? texts.record.reasonVoid : texts.record.reasonReturn}</label>
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
