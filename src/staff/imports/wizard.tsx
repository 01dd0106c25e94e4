import { Steps } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Problems } from '../account/problems.tsx';
import { forgetCounts, queries, sentences } from '../api.ts';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Checked } from './checked.tsx';
import {
  type Accepted,
  accept,
  type Mended,
  type Preview,
  preview,
  type Reading,
  type Sent,
  sendTable,
} from './data.ts';
import { Result } from './result.tsx';
import { type Choice, Source } from './source.tsx';
import { texts } from './texts.ts';

interface Busy {
  readonly doing: 'sending' | 'checking' | 'importing';
  readonly read: number;
}

/** Three steps: send a table, see what is wrong with it, import. */
export function Wizard() {
  const t = usePhrases(texts);
  const { language } = useTexts();
  const { unit, window } = useScope();
  const [choice, setChoice] = useState<Choice>({ kind: '', ownUnit: true, year: Number(window.slice(0, 4)) });
  const [sent, setSent] = useState<Sent>();
  const [sheet, setSheet] = useState<string>();
  const [seen, setSeen] = useState<Preview>();
  const [done, setDone] = useState<Accepted>();
  const [busy, setBusy] = useState<Busy>();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const step = done ? 2 : seen ? 1 : 0;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (step > 0) top.current?.focus();
  }, [step]);

  const readingOf = (table: Sent, of: string | undefined, mended: readonly Mended[]): Reading => ({
    upload: table.upload,
    kind: choice.kind as Reading['kind'],
    mended: [...mended],
    ...(of !== undefined && { sheet: of }),
    ...(choice.year !== undefined && { year: choice.year }),
    ...(choice.ownUnit && { unit: unit.code }),
  });
  const run = async (doing: Busy['doing'], work: (tell: (read: number) => void) => Promise<void>) => {
    setProblems([]);
    setBusy({ doing, read: 0 });
    try {
      await work((read) => setBusy({ doing, read }));
    } catch (error) {
      setProblems(sentences(error, language).slice(0, 20));
    } finally {
      setBusy(undefined);
    }
  };
  const check = (table: Sent, of: string | undefined, mended: readonly Mended[]) =>
    run('checking', async (tell) => {
      setSeen(await preview(readingOf(table, of, mended), tell));
      setSheet(of);
    });
  const send = (name: string, body: Blob | string) =>
    run('sending', async () => {
      const table = await sendTable(name, body);
      setSent(table);
      void check(table, undefined, []);
    });
  const take = (partly: boolean, mended: readonly Mended[]) =>
    run('importing', async (tell) => {
      setDone(await accept(readingOf(sent!, sheet, mended), partly, tell));
      await Promise.all([forgetCounts(), queries.invalidateQueries({ queryKey: ['imports'] })]);
    });
  const restart = () => {
    setSent(undefined);
    setSeen(undefined);
    setDone(undefined);
    setSheet(undefined);
    setProblems([]);
  };
  return (
    <section className="import-wizard" ref={top} tabIndex={-1} aria-label={t.title}>
      <Steps
        size="small"
        responsive={false}
        current={step}
        items={t.steps.map((title) => ({ title }))}
        className="import-steps"
      />
      <Problems problems={problems} />
      <p className="import-busy" role="status" aria-live="polite">
        {busy && `${t[busy.doing]}……${busy.read > 0 ? t.progress(busy.read) : ''}`}
      </p>
      {step === 0 && <Source choice={choice} change={setChoice} send={send} busy={busy !== undefined} />}
      {step === 1 && (
        <Checked
          key={sent!.upload}
          sent={sent!}
          sheet={sheet}
          seen={seen!}
          busy={busy !== undefined}
          check={(of, mended) => void check(sent!, of, mended)}
          take={(partly, mended) => void take(partly, mended)}
          restart={restart}
        />
      )}
      {done && <Result done={done} restart={restart} />}
    </section>
  );
}
