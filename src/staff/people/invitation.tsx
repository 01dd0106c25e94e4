import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { Arrival, type Step, useEntrance } from '../account/arrival.tsx';
import { NewPasswordField } from '../account/new-password.tsx';
import { Problems } from '../account/problems.tsx';
import { api, sentences } from '../api.ts';
import { Loading, momentText } from '../parts.tsx';
import { DoorCard } from '../sign-in.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';
import '../account/account.css';

type Offer = Awaited<ReturnType<typeof api.accounts.look>>;

/** What whoever holds a link sees: what is offered, then user name and password, then the second step where it is needed. */
export function Invitation() {
  const t = usePhrases(texts).taking;
  const { language } = useTexts();
  const navigate = useNavigate();
  const enter = useEntrance();
  const [token] = useState(() => location.hash.slice(1));
  const [offer, setOffer] = useState<Offer>();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [step, setStep] = useState<Step>();
  const [where, setWhere] = useState<'/' | '/people'>();
  useEffect(() => {
    if (token === '') return setProblems([t.missing]);
    let gone = false;
    api.accounts
      .look({ token })
      .then((found) => !gone && setOffer(found))
      .catch((error: unknown) => !gone && setProblems(sentences(error, language)));
    return () => {
      gone = true;
    };
  }, [token, language, t.missing]);
  // Another link pasted over this one changes the address only behind the #, which loads nothing by itself.
  useEffect(() => {
    const again = () => location.reload();
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);
  const arrived = async () => setWhere(await enter());
  const go = async (next: Step) => {
    // The token is used up; it need not stand in the address any longer.
    history.replaceState(history.state, '', location.pathname);
    if (next === 'done') await arrived();
    else setStep(next);
  };
  return (
    <DoorCard wide>
      {where ? (
        <>
          <h1>{t.doneTitle}</h1>
          <p className="lead">{t.done}</p>
          <div className="form">
            <Button type="primary" size="large" href="/field">
              {t.toField}
            </Button>
            <Button size="large" onClick={() => void navigate({ to: where, search: {} })}>
              {t.toDesk}
            </Button>
          </div>
        </>
      ) : step && step !== 'done' ? (
        <Arrival step={step} arrived={arrived} left={() => void navigate({ to: '/sign-in', search: {} })} />
      ) : offer ? (
        <Take token={token} offer={offer} go={go} />
      ) : problems.length > 0 ? (
        <>
          <h1>{t.inviteTitle}</h1>
          <Problems problems={problems} />
          <p>
            <Link to="/sign-in">{t.toSignIn}</Link>
          </p>
        </>
      ) : (
        <Loading />
      )}
    </DoorCard>
  );
}

function Take({
  token,
  offer,
  go,
}: {
  readonly token: string;
  readonly offer: Offer;
  readonly go: (step: Step) => Promise<void>;
}) {
  const t = usePhrases(texts).taking;
  const { language, say } = useTexts();
  const [username, setUsername] = useState(offer.username);
  const [password, setPassword] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const isReset = offer.kind === 'reset';
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await go((await api.accounts.take({ token, username, password })).step);
    } catch (error) {
      setProblems(sentences(error, language));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void send(event)} noValidate>
      <h1>{isReset ? t.resetTitle : t.inviteTitle}</h1>
      <p className="lead">
        {t.hello(offer.name)}
        {language === 'zh' ? '。' : '. '}
        {offer.unit && offer.label ? t.offer(offer.unit.name, say(offer.label)) : t.resetLead(offer.username)}
        {offer.needsSecondFactor && ` ${t.factor}`}
      </p>
      <Problems problems={problems} />
      {!isReset && (
        <>
          <label htmlFor="invited-username">{t.username}</label>
          <Input
            id="invited-username"
            size="large"
            autoComplete="username"
            autoCapitalize="none"
            autoFocus
            maxLength={40}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            aria-describedby="username-hint"
          />
          <p className="hint" id="username-hint">
            {t.usernameHint}
          </p>
        </>
      )}
      <NewPasswordField value={password} change={setPassword} />
      <Button type="primary" size="large" htmlType="submit" loading={busy}>
        {isReset ? t.submitReset : t.submitInvite}
      </Button>
      <p className="hint">{t.until(momentText(offer.expiresAt))}</p>
    </form>
  );
}
