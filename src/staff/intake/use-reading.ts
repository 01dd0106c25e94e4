import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { forgetIntake, type Intake } from './data.ts';

/** Has the server read the document on, a stretch at a time, and shows what each brought. Another visit goes on where this ends. */
export function useReading({ id, progress }: Intake): {
  readonly percent: number;
  readonly stuck: boolean;
  readonly goOn: () => void;
} {
  const { done, total } = progress;
  const [stuck, setStuck] = useState(false);
  useEffect(() => {
    if (done >= total || stuck) return;
    let left = false;
    const read = async () => {
      try {
        await api.intake.advance({ id });
        await forgetIntake(id);
      } catch {
        if (!left) setStuck(true);
      }
    };
    // What began with this effect is let go on; the server does nothing twice.
    const timer = setTimeout(() => void read(), 0);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [id, done, total, stuck]);
  return {
    percent: total === 0 ? 100 : Math.floor((done / total) * 100),
    stuck,
    goOn: () => setStuck(false),
  };
}
