import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { api, queries, sentences } from './api.ts';
import { LanguageSwitch } from './frame.tsx';
import { useTexts } from './texts/texts.tsx';

export function SignIn() {
  const { texts, language, change } = useTexts();
  const navigate = useNavigate();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
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
      const me = await api.session.signIn({ username, password });
      queries.clear();
      queries.setQueryData(['me'], me);
      if (me.language !== language && localStorage.getItem('taizhang.language') === null) change(me.language);
      await navigate({ to: '/', search: {} });
    } catch (error) {
      setProblems(sentences(error, language));
      setPassword('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <p className="brand-large" aria-hidden="true">
          {texts.product}
        </p>
        <h1>{texts.signIn.title}</h1>
        <p className="lead">{texts.signIn.lead}</p>
        <form onSubmit={(event) => void send(event)} noValidate>
          {problems.length > 0 && <Alert role="alert" type="error" showIcon title={problems.join('；')} />}
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
        <p className="sign-in-foot">
          <a href="/">{texts.signIn.public}</a>
          <LanguageSwitch />
        </p>
      </div>
    </main>
  );
}
