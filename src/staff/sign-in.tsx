import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Arrival, type Step, useEntrance } from './account/arrival.tsx';
import { wasEnded } from './account/idle.tsx';
import { Problems } from './account/problems.tsx';
import { api, sentences } from './api.ts';
import { LanguageSwitch } from './frame.tsx';
import { useTexts } from './texts/texts.tsx';

export function SignIn() {
  const navigate = useNavigate();
  const enter = useEntrance();
  const [step, setStep] = useState<Step | 'none'>('none');
  // Somebody who reloads the page between password and code goes on where they were.
  useEffect(() => {
    let gone = false;
    api.session
      .step()
      .then((known) => !gone && known.step !== 'done' && setStep(known.step))
      .catch(() => {});
    return () => {
      gone = true;
    };
  }, []);
  const arrived = async () => {
    await navigate({ to: await enter(), search: {} });
  };
  const go = async (next: Step) => {
    if (next === 'done') await arrived();
    else setStep(next);
  };
  return (
    <DoorCard wide={step !== 'none'}>
      {step === 'none' || step === 'done' ? (
        <PasswordStep go={go} />
      ) : (
        <Arrival key={step} step={step} arrived={arrived} left={() => setStep('none')} />
      )}
    </DoorCard>
  );
}

/** The card that everything before the desk stands on. */
export function DoorCard({ wide = false, children }: { readonly wide?: boolean; readonly children: ReactNode }) {
  const { texts } = useTexts();
  return (
    <main className="sign-in">
      <div className="sign-in-card" {...(wide && { 'data-wide': '' })}>
        <p className="brand-large" aria-hidden="true">
          {texts.product}
        </p>
        {children}
        <p className="sign-in-foot">
          <a href="/">{texts.signIn.public}</a>
          <LanguageSwitch />
        </p>
      </div>
    </main>
  );
}

function PasswordStep({ go }: { readonly go: (step: Step) => Promise<void> }) {
  const { texts, language } = useTexts();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [ended] = useState(wasEnded);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const missing = [
      ...(username.trim() === '' ? [texts.signIn.usernameMissing] : []),
      ...(password === '' ? [texts.signIn.passwordMissing] : []),
    ];
    setProblems(missing);
    if (missing.length > 0) return;
    setBusy(true);
    try {
      await go((await api.session.signIn({ username, password })).step);
    } catch (error) {
      setProblems(sentences(error, language));
      setPassword('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1>{texts.signIn.title}</h1>
      <p className="lead">{ended ? texts.signIn.ended : texts.signIn.lead}</p>
      <form onSubmit={(event) => void send(event)} noValidate>
        <Problems problems={problems} />
        <label htmlFor="username">{texts.signIn.username}</label>
        <Input
          id="username"
          size="large"
          autoComplete="username"
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <label htmlFor="password">{texts.signIn.password}</label>
        <Input.Password
          id="password"
          size="large"
          autoComplete="current-password"
          visibilityToggle={false}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {texts.signIn.submit}
        </Button>
      </form>
    </>
  );
}
