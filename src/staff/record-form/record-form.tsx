import { ORPCError } from '@orpc/client';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Problem } from '#kernel/problem.ts';
import { api, forgetCounts, queries, sentences } from '../api.ts';
import { SimilarNotice } from '../duplicates/similar-notice.tsx';
import type { Kind } from '../ledger/columns.ts';
import { withoutRecord } from '../ledger/ledger-search.ts';
import { momentText } from '../parts.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type Kept, useAutosave } from './autosave.ts';
import { ConflictChooser, type Side } from './conflicts.tsx';
import { type Aids, boxOf, type FormContent, type Saved, sketchOf, toSend } from './content.ts';
import { RecordFields } from './fields.tsx';
import { usePartsInWords } from './parts-in-words.ts';
import { ProblemSummary } from './problem-summary.tsx';
import { SaveLine } from './save-line.tsx';
import { texts as phrases } from './texts.ts';
import './record-form.css';

type Chosen = Extract<Saved, { outcome: 'choose' }>;

/** The form of a record, new or changed: kept as it is written, checked as a whole, merged with what others change. */
export function RecordForm({
  kind,
  aids,
  kept,
  start,
  version,
  at,
  names,
  status,
  next,
  firstSaved,
  reload,
  unsaved = false,
  afresh,
}: {
  readonly kind: Kind;
  readonly aids: Aids;
  readonly kept: Kept;
  readonly start: FormContent;
  /** The form's version on the server; 0 when it was never kept. */
  readonly version: number;
  readonly at?: string;
  readonly names: ReadonlyMap<string, string>;
  /** Of the record that is changed; absent for a new one. */
  readonly status?: string;
  /** Begins another form after this one was saved; only for new records. */
  readonly next?: (after: FormContent) => void;
  /** Called once the form is on the server. */
  readonly firstSaved?: () => void;
  /** Shows what was saved elsewhere. */
  readonly reload: () => void;
  /** What the form begins with is not on the server yet. */
  readonly unsaved?: boolean;
  /** Goes on with this content as another form, where the first one became a record elsewhere. */
  readonly afresh?: (content: FormContent) => void;
}) {
  const { language, say: text } = useTexts();
  const say = usePhrases(phrases);
  const { search } = useAddress();
  const navigate = useNavigate();
  const { message, notification } = App.useApp();
  const [content, setContent] = useState(start);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [choice, setChoice] = useState<{ readonly asked: Chosen; readonly submit: boolean }>();
  const summary = useRef<HTMLDivElement>(null);
  const autosave = useAutosave(kept, content, { version, unsaved, ...(at !== undefined && { at }) });
  const inWords = usePartsInWords(kind, aids, names);
  const { problems: lacking } = autosave;
  useEffect(() => {
    // What was put right disappears by itself once somebody has tried to send.
    if (tried && lacking) setProblems(lacking);
  }, [tried, lacking]);
  const saved = autosave.state === 'saved';
  useEffect(() => {
    if (saved) firstSaved?.();
  }, [saved, firstSaved]);
  useBlocker({
    shouldBlockFn: async () => autosave.isDirty() && !(await autosave.save()) && !window.confirm(say.leave),
    enableBeforeUnload: () => autosave.isDirty(),
  });
  const wrong = useMemo(() => {
    const found = new Map<string, string[]>();
    for (const one of problems) {
      const box = boxOf(one.place, content);
      found.set(box, [...(found.get(box) ?? []), one.text[language]]);
    }
    return found;
  }, [problems, content, language]);
  const change = (to: Partial<FormContent>) => setContent((before) => ({ ...before, ...to }));

  const finish = async (result: Extract<Saved, { outcome: 'saved' }>, goOn: boolean) => {
    void message.success(say.done[result.status] ?? '');
    if (result.fromThem.length > 0) {
      notification.info({
        title: say.merged,
        description: result.fromThem.map((one) => (
          <p key={one.part}>{say.mergedLine(inWords.label(one.part), one.by ?? say.system, momentText(one.at))}</p>
        )),
        duration: 0,
      });
    }
    // What is shown meanwhile is read anew by itself; nobody waits for it here.
    void Promise.all([forgetCounts(), queries.invalidateQueries({ queryKey: ['copies'] })]);
    queries.removeQueries({ queryKey: ['copy'] });
    if (goOn && next) return next(content);
    const { draft: _, kind: __, ...place } = withoutRecord(search);
    await navigate({ to: '/ledger', search: { ...place, record: result.id } });
  };

  const send = async (submit: boolean, goOn: boolean, choices?: { at: number; parts: Record<string, Side> }) => {
    setBusy(true);
    setProblems([]);
    autosave.stop();
    try {
      const result = await api.forms.save({
        key: kept.key,
        content: toSend(content),
        submit,
        ...(kept.change && { change: { ...kept.change, ...(choices && { choices }) } }),
      });
      if (result.outcome === 'saved') return await finish(result, goOn);
      setChoice({ asked: result, submit });
      autosave.resume();
    } catch (error) {
      autosave.resume();
      const found = error instanceof ORPCError ? (error.data as { problems?: Problem[] })?.problems : undefined;
      setProblems(
        found ?? [
          { code: 'failed', text: { zh: sentences(error, 'zh').join(''), en: sentences(error, 'en').join('') } },
        ],
      );
      setTried(submit);
      setChoice(undefined);
      requestAnimationFrame(() => summary.current?.focus());
    } finally {
      setBusy(false);
    }
  };

  const waits = status === undefined || status === 'draft' || status === 'returned';
  const buttons = (
    <div className="form-buttons">
      {waits && (
        <Button type="primary" loading={busy} onClick={() => void send(true, false)}>
          {status === 'returned' ? say.resubmit : say.submit}
        </Button>
      )}
      <Button type={waits ? 'default' : 'primary'} loading={busy} onClick={() => void send(false, false)}>
        {status === undefined || status === 'draft' ? say.save : say.saveChange}
      </Button>
      {next && (
        <Button loading={busy} onClick={() => void send(true, true)}>
          {say.saveNext}
        </Button>
      )}
    </div>
  );
  if (choice) {
    return (
      <ConflictChooser
        conflicts={choice.asked.conflicts}
        label={inWords.label}
        show={inWords.show}
        busy={busy}
        use={(parts) => void send(choice.submit, false, { at: choice.asked.revision, parts: { ...parts } })}
        key={choice.asked.revision}
      />
    );
  }
  return (
    // Leaving a box keeps the form; the boxes themselves stay what is interacted with.
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what its controls report
    <div
      className="record-form"
      onBlur={() => void (autosave.isDirty() && autosave.state === 'unsaved' && autosave.save())}
    >
      <ProblemSummary problems={problems} content={content} heading={summary} />
      {(autosave.state === 'elsewhere' || autosave.state === 'gone') && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={autosave.state === 'gone' ? say.gone : say.elsewhere}
          action={
            <div className="form-buttons">
              {autosave.state === 'elsewhere' && <Button onClick={reload}>{say.takeTheirs}</Button>}
              <Button
                onClick={() => (autosave.state === 'gone' && afresh ? afresh(content) : void autosave.overrule())}
              >
                {say.keepMine}
              </Button>
            </div>
          }
        />
      )}
      <RecordFields kind={kind} aids={aids} content={content} change={change} wrong={wrong} names={names} />
      {waits && (
        <SimilarNotice
          draft={{ ...sketchOf(content), kind: kind.code }}
          {...(kept.change && { except: kept.change.record })}
          opened={(id) => void navigate({ to: '/ledger', search: { ...withoutRecord(search), record: id } })}
        />
      )}
      <footer className="form-foot">
        <SaveLine
          state={autosave.state}
          at={autosave.savedAt}
          lacking={waits ? lacking?.map((one) => text(one.text)) : undefined}
        />
        {buttons}
      </footer>
    </div>
  );
}
