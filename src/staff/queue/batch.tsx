import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { api, forgetCounts, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { QueueRow } from './beside.ts';
import { texts as phrases } from './texts.ts';
import { useUndo } from './undo.tsx';

/** The server takes so many at a time. */
const most = 200;

type Outcome = Awaited<ReturnType<typeof api.verification.verify>>;

/** Several records verified at once: which, what they come to, and afterwards what became of each. */
export function Batch({
  rows,
  close,
  done,
}: {
  readonly rows: readonly QueueRow[];
  readonly close: () => void;
  readonly done: () => void;
}) {
  const say = usePhrases(phrases);
  const { texts, language } = useTexts();
  const { message } = App.useApp();
  const { tell, takeBack } = useUndo();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const batch = rows.slice(0, most);
  const doubtful = batch.filter(
    (row) => row.similar > 0 || row.warnings.some((one) => one.severity === 'doubt'),
  ).length;
  const verify = async () => {
    setBusy(true);
    try {
      const found = await api.verification.verify({
        records: batch.map(({ id, revision }) => ({ id, base: revision })),
      });
      if (found.refused.length === 0) {
        close();
        tell(found.verified);
      } else setOutcome(found);
      done();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
      await forgetCounts();
    }
  };
  if (outcome)
    return (
      <Modal
        open
        title={say.outcomeTitle(outcome.verified.length, outcome.refused.length)}
        onCancel={close}
        closable={{ 'aria-label': texts.close }}
        footer={
          <>
            {outcome.verified.length > 0 && (
              <Button
                onClick={() => {
                  close();
                  void takeBack(outcome.verified);
                }}
              >
                {say.undo}
              </Button>
            )}
            <Button type="primary" onClick={close}>
              {texts.close}
            </Button>
          </>
        }
      >
        <p>{say.outcomeRefused}</p>
        <ul className="batch-list">
          {outcome.refused.map((one) => (
            <li key={one.id}>
              <strong>{one.title || say.unseenOut}</strong>{' '}
              {one.problems.map((problem) => problem.text[language]).join('；')}
            </li>
          ))}
        </ul>
      </Modal>
    );
  return (
    <Modal
      open
      width={640}
      title={say.batchTitle(batch.length)}
      okText={say.batchOk(batch.length)}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ loading: busy, autoFocus: true }}
      onOk={() => void verify()}
      onCancel={close}
    >
      <p>{say.batchTell}</p>
      {doubtful > 0 && <p className="reason">{say.batchDoubts(doubtful)}</p>}
      {rows.length > most && <p>{say.batchFirst(most)}</p>}
      <p className="visually-hidden">{say.batchTotals}</p>
      <Totals rows={batch} />
      <details open={batch.length <= 12}>
        <summary>{say.batchList}</summary>
        <ul className="batch-list">
          {batch.map((row) => (
            <li key={row.id}>
              {row.title}{' '}
              <span className="quiet">
                {row.to} · {row.hosts.map((host) => host.short).join('、')}
                {row.measures.length > 0 &&
                  ` · ${row.measures.map((one) => `${one.value.toLocaleString()}${one.unit}`).join('，')}`}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </Modal>
  );
}

/** What these records add to the figures, by measure; different measures are never added up. */
function Totals({ rows }: { readonly rows: readonly QueueRow[] }) {
  const say = usePhrases(phrases);
  const texts = useTexts();
  const sums = new Map<string, { label: QueueRow['measures'][number]['label']; unit: string; value: number }>();
  for (const { code, label, unit, value } of rows.flatMap((row) => row.measures))
    sums.set(code, { label, unit, value: (sums.get(code)?.value ?? 0) + value });
  return (
    <ul className="batch-totals" aria-label={say.batchTotals}>
      <li>
        <strong>{say.batchCount(rows.length)}</strong>
      </li>
      {[...sums].map(([code, { label, unit, value }]) => (
        <li key={code}>
          {texts.say(label)}{' '}
          <strong>
            {value.toLocaleString()}
            {unit}
          </strong>
        </li>
      ))}
    </ul>
  );
}
