import { App, Button, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import { Problems } from '../account/problems.tsx';
import { api, queries, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { AccountRow } from './account-row.tsx';
import { todayText } from './post-fields.tsx';
import { texts } from './texts.ts';

export interface Ending {
  readonly account: AccountRow;
  readonly post: AccountRow['posts'][number];
}

/** The last day of a post. */
export function EndPost({ ending, close }: { readonly ending: Ending; readonly close: () => void }) {
  const t = usePhrases(texts).form;
  const { language, say } = useTexts();
  const { message } = App.useApp();
  const [to, setTo] = useState(todayText());
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const { account, post } = ending;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.accounts.endPost({ id: post.id, to: to as never });
      void message.success(t.endDone);
      close();
      await queries.invalidateQueries({ queryKey: ['accounts'] });
    } catch (error) {
      setProblems(sentences(error, language));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open onCancel={close} footer={null} title={t.endTitle}>
      <form className="form" onSubmit={(event) => void send(event)} noValidate>
        <p>{t.endTell(account.name, say(post.label), post.unit.name)}</p>
        <Problems problems={problems} />
        <label htmlFor="end-day">{t.endDay}</label>
        <input id="end-day" type="date" value={to} onChange={(event) => setTo(event.target.value)} />
        <Button type="primary" danger htmlType="submit" loading={busy}>
          {t.endTitle}
        </Button>
      </form>
    </Modal>
  );
}
