import { App, Button, Input, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import { api, queries, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Problems } from './problems.tsx';
import { Enrol, RecoveryCodes } from './second-step.tsx';
import { texts } from './texts.ts';

type Factor = Awaited<ReturnType<typeof api.session.account>>['secondFactor'];
type Act = 'setUp' | 'renew' | 'remove';
const few = 3;

/** One's second step: on or off, set up again, recovery codes. Each act asks for the password again. */
export function SecondFactor({ factor }: { readonly factor: Factor }) {
  const t = usePhrases(texts).factor;
  const { message } = App.useApp();
  const [act, setAct] = useState<Act>();
  const [password, setPassword] = useState<string>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = async () => {
    setAct(undefined);
    setPassword(undefined);
    setCodes(undefined);
    await queries.invalidateQueries({ queryKey: ['account'] });
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  const confirmed = async (given: string) => {
    if (act === 'renew') setCodes((await api.session.renewRecoveryCodes({ password: given })).recoveryCodes);
    else if (act === 'remove') {
      await api.session.removeSecondFactor({ password: given });
      void message.success(t.removed);
      await close();
    } else {
      // The first use of the password shows whether it is right; the same enrolment is then shown again.
      await api.session.enrol({ password: given });
      setPassword(given);
    }
  };
  const done = async () => {
    void message.success(t.set);
    await close();
  };
  return (
    <section className="card" aria-labelledby="factor">
      <h2 id="factor">{t.title}</h2>
      <p>
        <span className={`tag ${factor.set ? 'tag-verified' : 'tag-draft'}`}>{factor.set ? t.on : t.off}</span>{' '}
        <span className="quiet">
          {[...(factor.needed ? [t.needed] : []), ...(factor.set ? [t.left(factor.recoveryCodesLeft)] : [])].join(
            ' · ',
          )}
        </span>
      </p>
      {!factor.set && <p className="quiet">{t.offTell}</p>}
      {factor.set && factor.recoveryCodesLeft <= few && <p className="reason">{t.few}</p>}
      <div className="card-acts">
        <Button onClick={() => setAct('setUp')}>{factor.set ? t.replace : t.setUp}</Button>
        {factor.set && <Button onClick={() => setAct('renew')}>{t.renew}</Button>}
        {factor.set && !factor.needed && <Button onClick={() => setAct('remove')}>{t.remove}</Button>}
      </div>
      <Modal
        open={act !== undefined}
        onCancel={() => void close()}
        footer={null}
        title={act === 'remove' ? t.removeAsk : act === 'renew' ? t.renew : t.title}
        destroyOnHidden
      >
        {codes ? (
          <RecoveryCodes codes={codes} level={2} done={() => void close()} />
        ) : password === undefined ? (
          <AskPassword
            tell={act === 'remove' ? t.removeTell : act === 'renew' ? t.renewTell : ''}
            confirmed={confirmed}
          />
        ) : (
          <Enrol password={password} level={2} go={done} />
        )}
      </Modal>
    </section>
  );
}

function AskPassword({
  tell,
  confirmed,
}: {
  readonly tell: string;
  readonly confirmed: (password: string) => Promise<void>;
}) {
  const { factor: t, password: words } = usePhrases(texts);
  const { language } = useTexts();
  const [given, setGiven] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (given === '') return setProblems([words.currentMissing]);
    setBusy(true);
    try {
      await confirmed(given);
    } catch (error) {
      setProblems(sentences(error, language));
      setGiven('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void send(event)} noValidate>
      {tell !== '' && <p>{tell}</p>}
      <Problems problems={problems} />
      <label htmlFor="again-password">{t.passwordAsk}</label>
      <Input.Password
        id="again-password"
        autoComplete="current-password"
        visibilityToggle={false}
        autoFocus
        maxLength={200}
        value={given}
        onChange={(event) => setGiven(event.target.value)}
      />
      <Button type="primary" htmlType="submit" loading={busy}>
        {t.confirm}
      </Button>
    </form>
  );
}
