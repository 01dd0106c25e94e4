import { ORPCError } from '@orpc/client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Problem } from '#kernel/problem.ts';
import { api, isSignedOut } from '../api.ts';
import { type FormContent, toSend } from './content.ts';

export type SaveState = 'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed' | 'signedOut' | 'elsewhere' | 'gone';

export interface Kept {
  readonly key: string;
  readonly change?: { readonly record: number; readonly base: number };
}

const pauseMs = 1500;
const retryMs = 5000;

/**
 * Keeps the form on the server: when typing pauses, when a box is left, and when the page is left. One save at a time; a
 * save that has not seen the last one is refused by the server, and then a person decides.
 */
export function useAutosave(
  kept: Kept,
  content: FormContent,
  start: { readonly version: number; readonly at?: string; readonly unsaved?: boolean },
) {
  const [state, setState] = useState<SaveState>(start.version > 0 ? 'saved' : 'untouched');
  const [savedAt, setSavedAt] = useState(start.at);
  const [problems, setProblems] = useState<readonly Problem[]>();
  const held = useRef({
    version: start.version,
    saved: start.unsaved ? '' : JSON.stringify(toSend(content)),
    running: false,
    off: false,
  });
  const latest = useRef(content);
  latest.current = content;

  const isDirty = () => !held.current.off && JSON.stringify(toSend(latest.current)) !== held.current.saved;

  const save = async (): Promise<boolean> => {
    if (held.current.off) return true;
    if (held.current.running) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return await save();
    }
    if (!isDirty()) return true;
    const sent = toSend(latest.current);
    held.current.running = true;
    setState('saving');
    try {
      const {
        version,
        at,
        problems: lacking,
      } = await api.forms.keep({
        ...kept,
        content: sent,
        seen: held.current.version,
      });
      held.current = { ...held.current, version, saved: JSON.stringify(sent) };
      setSavedAt(at);
      setProblems(lacking as readonly Problem[]);
      setState(isDirty() ? 'unsaved' : 'saved');
      return !isDirty();
    } catch (error) {
      setState(stateAfter(error));
      return false;
    } finally {
      held.current.running = false;
    }
  };
  const saveNow = useEffectEvent(save);
  const dirtyNow = useEffectEvent(isDirty);

  const text = JSON.stringify(content);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the content
  useEffect(() => {
    if (!dirtyNow()) return;
    setState((before) => (before === 'elsewhere' || before === 'gone' ? before : 'unsaved'));
    const pause = setTimeout(() => void saveNow(), pauseMs);
    return () => clearTimeout(pause);
  }, [text]);
  useEffect(() => {
    if (state !== 'failed' && state !== 'signedOut') return;
    const again = setTimeout(() => void saveNow(), retryMs);
    return () => clearTimeout(again);
  }, [state]);

  const atLeave = useEffectEvent(() => {
    if (!isDirty() || held.current.running) return;
    // The page may be closed before an answer comes; the browser sends this all the same.
    void fetch(`/api/working-copies/${encodeURIComponent(kept.key)}`, {
      method: 'PUT',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        content: toSend(latest.current),
        seen: held.current.version,
        ...(kept.change && { change: kept.change }),
      }),
    }).catch(() => {});
  });
  useEffect(() => {
    const leave = () => atLeave();
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, []);

  return {
    state,
    savedAt,
    /** What the form still lacks before it can be sent, as of the last save. */
    problems,
    isDirty,
    save,
    /** From now on nothing is kept: the form is a record, or thrown away. */
    stop: () => {
      held.current.off = true;
    },
    resume: () => {
      held.current.off = false;
    },
    /** Goes on over what was saved elsewhere, or anew where it is gone. */
    overrule: async () => {
      const { copy } = await api.forms.copy({ key: kept.key });
      held.current = { ...held.current, version: copy?.version ?? 0, saved: '' };
      setState('unsaved');
      return await save();
    },
  };
}

function stateAfter(error: unknown): SaveState {
  const code = error instanceof ORPCError ? (error.data as { problems?: Problem[] })?.problems?.[0]?.code : undefined;
  if (isSignedOut(error)) return 'signedOut';
  if (code === 'copy_changed') return 'elsewhere';
  if (code === 'copy_gone') return 'gone';
  return 'failed';
}
