import { Button, Input, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import { Problems } from '../account/problems.tsx';
import { api, queries, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Link } from './link-box.tsx';
import type { Office } from './office.ts';
import { type PostDraft, PostFields, postOf, todayText } from './post-fields.tsx';
import { texts } from './texts.ts';

/** Invites somebody to a post, or gives an account a further one; the same fields, and all that is wrong at once. */
export function PostForm({
  office,
  unit,
  account,
  close,
  made,
}: {
  readonly office: Office;
  readonly unit: string;
  /** Whom the post is for; absent for an invitation. */
  readonly account?: { readonly id: number; readonly name: string } | undefined;
  readonly close: () => void;
  readonly made: (link: Link | undefined) => void;
}) {
  const t = usePhrases(texts).form;
  const { language } = useTexts();
  const usual = office.roles.find((one) => one.role === 'reporter') ?? office.roles[0]!;
  const [draft, setDraft] = useState<PostDraft>({ role: usual.role, unit, from: todayText(), to: '' });
  const [name, setName] = useState('');
  const [username, setUsername] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      if (account) {
        await api.accounts.addPost({ id: account.id, ...postOf(draft) });
        made(undefined);
      } else {
        const handed = await api.accounts.invite({ name, username, ...postOf(draft) });
        made({ kind: 'invitation', name, ...handed });
      }
      await queries.invalidateQueries({ queryKey: ['accounts'] });
    } catch (error) {
      setProblems(sentences(error, language));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      onCancel={close}
      footer={null}
      title={account ? t.postTitle(account.name) : t.inviteTitle}
      mask={{ closable: false }}
    >
      <form className="form" onSubmit={(event) => void send(event)} noValidate>
        {!account && <p className="quiet">{t.inviteLead}</p>}
        <Problems problems={problems} />
        {!account && (
          <>
            <label htmlFor="invite-name">{t.name}</label>
            <Input
              id="invite-name"
              autoFocus
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <label htmlFor="invite-username">{t.username}</label>
            <Input
              id="invite-username"
              autoCapitalize="none"
              maxLength={40}
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          </>
        )}
        <PostFields office={office} draft={draft} change={setDraft} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {account ? t.add : t.create}
        </Button>
      </form>
    </Modal>
  );
}
