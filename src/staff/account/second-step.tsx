import { App, Button, Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { api, sentences } from '../api.ts';
import { Loading } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Problems } from './problems.tsx';
import { texts } from './texts.ts';
import './account.css';

type Step = Awaited<ReturnType<typeof api.session.signIn>>['step'];

/** The code of the authenticator, or a recovery code. */
export function GiveCode({ go }: { readonly go: (step: Step) => Promise<void> }) {
  const t = usePhrases(texts).code;
  const { language } = useTexts();
  const [code, setCode] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() === '') return setProblems([t.missing]);
    setBusy(true);
    try {
      await go((await api.session.giveCode({ code })).step);
    } catch (error) {
      setProblems(sentences(error, language));
      setCode('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void send(event)} noValidate>
      <h1>{t.title}</h1>
      <p className="lead">{t.lead}</p>
      <Problems problems={problems} />
      <label htmlFor="code">{t.label}</label>
      <Input
        id="code"
        size="large"
        autoComplete="one-time-code"
        autoFocus
        maxLength={60}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        aria-describedby="code-hint"
      />
      <p className="hint" id="code-hint">
        {t.hint}
      </p>
      <Button type="primary" size="large" htmlType="submit" loading={busy}>
        {t.submit}
      </Button>
    </form>
  );
}

/**
 * Sets the second step up: QR code and secret, the first code, then the recovery codes. `password` is given again by whoever
 * is signed in already.
 */
export function Enrol({
  password,
  level = 1,
  go,
}: {
  readonly password?: string;
  readonly level?: 1 | 2;
  readonly go: (step: Step) => Promise<void>;
}) {
  const t = usePhrases(texts).enrol;
  const { language } = useTexts();
  const [offer, setOffer] = useState<Awaited<ReturnType<typeof api.session.enrol>>>();
  const [code, setCode] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<{ readonly step: Step; readonly codes: readonly string[] }>();
  useEffect(() => {
    let gone = false;
    api.session
      .enrol(password === undefined ? {} : { password })
      .then((made) => !gone && setOffer(made))
      .catch((error: unknown) => !gone && setProblems(sentences(error, language)));
    return () => {
      gone = true;
    };
  }, [password, language]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const { step, recoveryCodes } = await api.session.confirmEnrolment({ code: code.trim() === '' ? '-' : code });
      setDone({ step, codes: recoveryCodes });
    } catch (error) {
      setProblems(sentences(error, language));
      setCode('');
    } finally {
      setBusy(false);
    }
  };
  const Heading = `h${level}` as const;
  if (done) return <RecoveryCodes codes={done.codes} level={level} done={() => void go(done.step)} />;
  return (
    <form className="form" onSubmit={(event) => void send(event)} noValidate>
      <Heading>{t.title}</Heading>
      {level === 1 && <p className="lead">{t.lead}</p>}
      <Problems problems={problems} />
      {!offer && problems.length === 0 && <Loading />}
      {offer && (
        <>
          <p>{t.scan}</p>
          <img className="qr" alt={t.qr} src={`data:image/svg+xml,${encodeURIComponent(offer.qr)}`} />
          <p>
            {t.secret} <code className="secret">{offer.secret}</code>
          </p>
          <label htmlFor="enrol-code">{t.code}</label>
          <Input
            id="enrol-code"
            size="large"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <Button type="primary" size="large" htmlType="submit" loading={busy}>
            {t.submit}
          </Button>
        </>
      )}
    </form>
  );
}

/** Shown this once. */
export function RecoveryCodes({
  codes,
  level,
  done,
}: {
  readonly codes: readonly string[];
  readonly level: 1 | 2;
  readonly done: () => void;
}) {
  const t = usePhrases(texts).recovery;
  const { message } = App.useApp();
  const text = codes.join('\n');
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    void message.success(t.copied);
  };
  const Heading = `h${level}` as const;
  return (
    <div className="form">
      <Heading>{t.title}</Heading>
      <p className="lead">{t.lead}</p>
      <ul className="recovery-codes">
        {codes.map((one) => (
          <li key={one}>
            <code className="secret">{one}</code>
          </li>
        ))}
      </ul>
      <div className="form-acts">
        {'clipboard' in navigator && <Button onClick={() => void copy()}>{t.copy}</Button>}
        <Button href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`} download={t.file}>
          {t.download}
        </Button>
        <Button type="primary" onClick={done} autoFocus>
          {t.done}
        </Button>
      </div>
    </div>
  );
}
