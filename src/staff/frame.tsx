import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { IdleWarning } from './account/idle.tsx';
import { texts as accountTexts } from './account/texts.ts';
import { api, isSignedOut, queries, useCatalogue, useMe, useRounds, useUnits } from './api.ts';
import { texts as auditTexts } from './audit/texts.ts';
import { Failure, Loading, Nothing } from './parts.tsx';
import { useOffice } from './people/office.ts';
import { ScopeContext } from './scope.tsx';
import { type Search, useAddress } from './search.ts';
import { usePhrases, useTexts } from './texts/texts.tsx';
import { UnitPicker } from './unit-picker.tsx';
import { WindowPicker } from './window-picker.tsx';

/** Navigation, unit and window around every screen of somebody signed in. */
export function Frame() {
  const { texts } = useTexts();
  const me = useMe();
  const navigate = useNavigate();
  const signedOut = isSignedOut(me.error);
  useEffect(() => {
    if (signedOut) void navigate({ to: '/sign-in', replace: true });
  }, [signedOut, navigate]);
  if (me.isPending || signedOut) return <Loading />;
  if (me.error) return <Failure error={me.error} retry={() => void me.refetch()} />;
  if (!me.data.home && !me.data.office) {
    return (
      <main className="page">
        <Nothing title={texts.noAccess}>
          <SignOut />
        </Nothing>
      </main>
    );
  }
  return <Signed />;
}

function Signed() {
  const { texts } = useTexts();
  const { search } = useAddress();
  const me = useMe().data!;
  const [read, managed, catalogue, rounds] = [useUnits(), useOffice(!me.home), useCatalogue(), useRounds()];
  // An administrator reads no records; the units of such a person are those whose accounts they look after.
  const units = me.home ? read : managed;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigate = useNavigate();
  const astray = !me.home && /^(\/staff)?\/?$/.test(path);
  useEffect(() => {
    if (astray) void navigate({ to: '/people', replace: true });
  }, [astray, navigate]);
  const failed = [units, catalogue, rounds].find((one) => one.error);
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} />;
  if (!units.data || !catalogue.data || !rounds.data) return <Loading />;
  const unit =
    units.data.units.find((one) => one.code === (search.unit ?? (me.home ?? me.office)!.code)) ?? units.data.units[0]!;
  const window = search.window ?? `${rounds.data.start.from}..${rounds.data.start.to}`;
  return (
    <ScopeContext value={{ me, unit, window, units: units.data.units, catalogue: catalogue.data }}>
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <div className="frame">
        <nav className="side" aria-label={texts.menu}>
          <p className="brand">{texts.product}</p>
          <Entries />
          <Person />
        </nav>
        <div className="body">
          <header className="top">
            <SmallMenu />
            <UnitPicker />
            {me.home && <WindowPicker />}
          </header>
          <main id="content" className="page" tabIndex={-1}>
            <Suspense fallback={<Loading />}>{!astray && <Outlet />}</Suspense>
          </main>
        </div>
      </div>
      <IdleWarning />
    </ScopeContext>
  );
}

const entries = [
  { to: '/', name: 'home', verb: 'read' },
  { to: '/queue', name: 'queue', verb: 'verify' },
  { to: '/ledger', name: 'ledger', verb: 'read' },
  { to: '/summary', name: 'summary', verb: 'compile' },
  { to: '/editions', name: 'editions', verb: 'read' },
  { to: '/reporting', name: 'reporting', verb: 'read' },
  { to: '/discrepancies', name: 'discrepancies', verb: 'compile' },
  { to: '/people', name: 'settings', verb: 'invite' },
] as const;

function Entries({ chosen }: { readonly chosen?: () => void }) {
  const { texts } = useTexts();
  const me = useMe().data!;
  const { search } = useAddress();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const kept: Search = {
    ...(search.unit !== undefined && { unit: search.unit }),
    ...(search.window !== undefined && { window: search.window }),
  };
  return (
    <ul className="entries">
      {entries
        .filter((entry) => me.may.includes(entry.verb))
        .map((entry) => (
          <li key={entry.to}>
            <Link
              to={entry.to}
              search={kept}
              className="entry"
              onClick={() => chosen?.()}
              {...(path.replace(/\/$/, '').replace(/^\/staff/, '') === entry.to.replace(/\/$/, '') && {
                'aria-current': 'page' as const,
              })}
            >
              {texts.nav[entry.name]}
            </Link>
          </li>
        ))}
    </ul>
  );
}

function SmallMenu() {
  const { texts } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <div className="small-menu">
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        {texts.menu}
      </Button>
      <Drawer placement="left" size={260} open={open} onClose={() => setOpen(false)} title={texts.product}>
        <nav aria-label={texts.menu}>
          <Entries chosen={() => setOpen(false)} />
          <Person />
        </nav>
      </Drawer>
    </div>
  );
}

function Person() {
  const { texts, say } = useTexts();
  const account = usePhrases(accountTexts);
  const auditPhrases = usePhrases(auditTexts);
  const me = useMe().data!;
  return (
    <div className="person">
      <p className="person-name">
        <Link to="/account">{me.name}</Link> {me.demo && <span className="tag tag-sample">{account.demo}</span>}
      </p>
      {me.posts.map((post) => (
        <p key={`${post.role} ${post.unit.code}`} className="person-post">
          {post.unit.short} · {say(post.label)}
        </p>
      ))}
      {me.may.includes('audit') && (
        <p className="person-post">
          <Link to="/audit">{auditPhrases.title}</Link>
        </p>
      )}
      <LanguageSwitch keep />
      <SignOut />
      <p className="person-post">
        <a href="/">{texts.signIn.public}</a>
      </p>
    </div>
  );
}

export function LanguageSwitch({ keep = false }: { readonly keep?: boolean }) {
  const { texts, language, change } = useTexts();
  const other = language === 'zh' ? 'en' : 'zh';
  const switchOver = () => {
    change(other);
    // The choice is kept with the account; on this device it holds even when that does not work.
    if (keep) api.session.changeLanguage({ language: other }).catch(() => {});
  };
  return (
    <Button
      type="text"
      size="small"
      onClick={switchOver}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      aria-label={texts.languageLabel}
    >
      {texts.language}
    </Button>
  );
}

function SignOut() {
  const { texts } = useTexts();
  const navigate = useNavigate();
  const leave = async () => {
    await api.session.signOut().catch(() => {});
    queries.clear();
    await navigate({ to: '/sign-in', search: {} });
  };
  return (
    <Button type="text" size="small" onClick={() => void leave()}>
      {texts.signOut}
    </Button>
  );
}
