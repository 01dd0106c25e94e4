import { Input, Modal } from 'antd';
import { useState } from 'react';
import { usePhrases } from '../texts/texts.tsx';
import type { Severity, State } from './data.ts';
import { texts as both } from './texts.ts';

/** Told by its word and sign; the colour only helps. */
export function SeverityTag({ severity }: { readonly severity: Severity }) {
  const phrases = usePhrases(both);
  return <span className={`sev sev-${severity}`}>{phrases.severity[severity]}</span>;
}

const looks = { open: 'submitted', explained: 'verified', corrected: 'verified', dismissed: 'void' } as const;

export function StateTag({ state }: { readonly state: State }) {
  const phrases = usePhrases(both);
  return <span className={`tag tag-${looks[state]}`}>{phrases.state[state]}</span>;
}

/** Asks for the words that a decision needs. */
export function WordsDialog({
  title,
  tell,
  send,
  close,
}: {
  readonly title: string;
  readonly tell: string;
  readonly send: (words: string) => Promise<void>;
  readonly close: () => void;
}) {
  const phrases = usePhrases(both);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    try {
      await send(words);
      close();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      okText={phrases.ok}
      cancelText={phrases.cancel}
      onOk={() => void submit()}
      onCancel={close}
      okButtonProps={{ disabled: words.trim() === '', loading: busy }}
    >
      <p>{tell}</p>
      <label htmlFor="decision-words">{phrases.words}</label>
      <Input.TextArea
        id="decision-words"
        rows={4}
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        autoFocus
      />
    </Modal>
  );
}
