import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queries, useMe } from '../api.ts';
import { LanguageSwitch } from '../frame.tsx';
import { Failure, Loading, momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Step } from './arrival.tsx';
import { Devices } from './devices.tsx';
import { SecondFactor } from './factor.tsx';
import { PasswordForm } from './new-password.tsx';
import { texts } from './texts.ts';
import './account.css';

/** One's own account: who one is here, password, second step, devices, language. */
export function Account() {
  const t = usePhrases(texts);
  const { say } = useTexts();
  const me = useMe().data!;
  const navigate = useNavigate();
  const account = useQuery({ queryKey: ['account'], queryFn: () => api.session.account() });
  if (account.isPending) return <Loading />;
  if (account.error) return <Failure error={account.error} retry={() => void account.refetch()} />;
  const { username, demo, passwordAt, passwordDays, secondFactor } = account.data;
  // A demonstration account with a password of its own may need a second step from now on.
  const changed = async (step: Step) => {
    await queries.invalidateQueries({ queryKey: ['me'] });
    await queries.invalidateQueries({ queryKey: ['sessions'] });
    if (step !== 'done') await navigate({ to: '/sign-in', search: {} });
  };
  return (
    <>
      <h1>{t.title}</h1>
      <p className="quiet">{t.lead}</p>
      <section className="card" aria-label={me.name}>
        <h2>
          {me.name} {demo && <span className="tag tag-demo">{t.demo}</span>}
        </h2>
        {demo && <p className="quiet">{t.demoTell}</p>}
        <dl className="facts">
          <div>
            <dt>{t.username}</dt>
            <dd>{username}</dd>
          </div>
          <div>
            <dt>{t.posts}</dt>
            <dd>
              {me.posts.map((post) => (
                <span key={`${post.role} ${post.unit.code}`} style={{ display: 'block' }}>
                  {post.unit.name} · {say(post.label)}
                </span>
              ))}
            </dd>
          </div>
          <div>
            <dt>{t.language}</dt>
            <dd>
              <LanguageSwitch keep />
            </dd>
          </div>
        </dl>
      </section>
      <section className="card" aria-labelledby="password-title">
        <h2 id="password-title">{t.password.title}</h2>
        <p className="quiet">
          {t.password.changedAt(momentText(passwordAt))}
          {passwordDays !== undefined && ` · ${t.password.days(passwordDays)}`}
        </p>
        <PasswordForm asksCurrent done={changed} />
      </section>
      <SecondFactor factor={secondFactor} />
      <Devices />
    </>
  );
}
