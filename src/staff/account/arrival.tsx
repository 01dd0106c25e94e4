import { Button } from 'antd';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { ExpiredPassword } from './new-password.tsx';
import { Enrol, GiveCode } from './second-step.tsx';
import { texts } from './texts.ts';

export type Step = Awaited<ReturnType<typeof api.session.signIn>>['step'];

/** What is missing after the password, one after the other, until somebody is in. */
export function Arrival({
  step,
  arrived,
  left,
}: {
  readonly step: Exclude<Step, 'done'>;
  readonly arrived: () => Promise<void>;
  readonly left: () => void;
}) {
  const t = usePhrases(texts).code;
  const [current, setCurrent] = useState<Exclude<Step, 'done'>>(step);
  const go = async (next: Step) => {
    if (next === 'done') await arrived();
    else setCurrent(next);
  };
  const leave = async () => {
    await api.session.signOut().catch(() => {});
    left();
  };
  return (
    <>
      {current === 'code' && <GiveCode go={go} />}
      {current === 'enrol' && <Enrol go={go} />}
      {current === 'password' && <ExpiredPassword go={go} />}
      <p>
        <Button type="link" onClick={() => void leave()} style={{ paddingInline: 0 }}>
          {t.leave}
        </Button>
      </p>
    </>
  );
}

/** Whoever has come in, as the frame wants to know them; and where they begin. */
export function useEntrance(): () => Promise<'/' | '/people'> {
  const { language, change } = useTexts();
  return async () => {
    const me = await api.session.me();
    queries.clear();
    queries.setQueryData(['me'], me);
    if (me.language !== language && localStorage.getItem('taizhang.language') === null) change(me.language);
    return me.home || !me.office ? '/' : '/people';
  };
}
