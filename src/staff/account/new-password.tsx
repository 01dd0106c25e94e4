import { App, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { api, queries, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Problems } from './problems.tsx';
import { texts } from './texts.ts';

type Step = Awaited<ReturnType<typeof api.session.signIn>>['step'];

/** A new password in place of one that has grown old; the old one has just been given. */
export function ExpiredPassword({ go }: { readonly go: (step: Step) => Promise<void> }) {
  const t = usePhrases(texts).password;
  return (
    <>
      <h1>{t.expiredTitle}</h1>
      <p className="lead">{t.expiredLead}</p>
      <PasswordForm asksCurrent={false} done={go} />
    </>
  );
}

/** Changes the password; whoever is signed in gives the present one first. */
export function PasswordForm({
  asksCurrent,
  done,
}: {
  readonly asksCurrent: boolean;
  readonly done: (step: Step) => Promise<void>;
}) {
  const t = usePhrases(texts).password;
  const { language } = useTexts();
  const { message } = App.useApp();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const missing = [
      ...(asksCurrent && current === '' ? [t.currentMissing] : []),
      ...(password === '' ? [t.freshMissing] : []),
    ];
    setProblems(missing);
    if (missing.length > 0) return;
    setBusy(true);
    try {
      const { step } = await api.session.changePassword({ password, ...(asksCurrent && { current }) });
      setCurrent('');
      setPassword('');
      void message.success(t.done);
      await queries.invalidateQueries({ queryKey: ['account'] });
      await done(step);
    } catch (error) {
      setProblems(sentences(error, language));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void send(event)} noValidate>
      <Problems problems={problems} />
      {asksCurrent && (
        <>
          <label htmlFor="current-password">{t.current}</label>
          <Input.Password
            id="current-password"
            autoComplete="current-password"
            visibilityToggle={false}
            maxLength={200}
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </>
      )}
      <NewPasswordField value={password} change={setPassword} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {t.submit}
      </Button>
    </form>
  );
}

export function NewPasswordField({
  value,
  change,
}: {
  readonly value: string;
  readonly change: (value: string) => void;
}) {
  const t = usePhrases(texts).password;
  const [shown, setShown] = useState(false);
  return (
    <>
      <label htmlFor="new-password">{t.fresh}</label>
      <Input
        id="new-password"
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        maxLength={200}
        value={value}
        onChange={(event) => change(event.target.value)}
        aria-describedby="password-rules"
      />
      <p className="hint" id="password-rules">
        {t.rules}
      </p>
      <label className="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        {t.show}
      </label>
    </>
  );
}
