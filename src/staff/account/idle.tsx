import { useNavigate } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { api, queries } from '../api.ts';
import { usePhrases } from '../texts/texts.tsx';
import { lastActivity } from './activity.ts';
import { texts } from './texts.ts';

/** The server ends a session after half an hour; it notes its use once a minute only, so up to a minute earlier. */
const endsAfter = 29 * 60_000;
const warnsBefore = 60_000;
const ended = 'taizhang.ended';

/** Whether the last session was ended for want of use; told once. */
export function wasEnded(): boolean {
  const was = sessionStorage.getItem(ended) !== null;
  sessionStorage.removeItem(ended);
  return was;
}

/** Warns a minute before the session ends for want of use, and leaves when it has. */
export function IdleWarning() {
  const t = usePhrases(texts).idle;
  const navigate = useNavigate();
  const [left, setLeft] = useState(endsAfter);
  const isWarning = left <= warnsBefore;
  const isOver = left <= 0;
  useEffect(() => {
    const look = () => setLeft(lastActivity() + endsAfter - Date.now());
    const ticking = setInterval(look, isWarning ? 1000 : 5000);
    // A laptop that was asleep wakes up long after its time.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(ticking);
      document.removeEventListener('visibilitychange', look);
    };
  }, [isWarning]);
  useEffect(() => {
    if (!isOver) return;
    sessionStorage.setItem(ended, '1');
    void leave(() => navigate({ to: '/sign-in', search: {} }));
  }, [isOver, navigate]);
  const stay = async () => {
    await api.session.me().catch(() => {});
    setLeft(lastActivity() + endsAfter - Date.now());
  };
  return (
    <Modal
      open={isWarning && !isOver}
      title={t.title}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={[
        <Button key="leave" onClick={() => void leave(() => navigate({ to: '/sign-in', search: {} }))}>
          {t.leave}
        </Button>,
        <Button key="stay" type="primary" autoFocus onClick={() => void stay()}>
          {t.stay}
        </Button>,
      ]}
    >
      <p>{t.tell(Math.max(0, Math.ceil(left / 1000)))}</p>
    </Modal>
  );
}

async function leave(to: () => Promise<void>): Promise<void> {
  await api.session.signOut().catch(() => {});
  queries.clear();
  await to();
}
