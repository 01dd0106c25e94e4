import { ORPCError } from '@orpc/client';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useMemo, useState } from 'react';
import type { RecordDraft } from '#domain/records/model.ts';
import type { Problem } from '#kernel/problem.ts';
import { api, sentences } from '../api.ts';
import { Failure, Loading } from '../parts.tsx';
import { boxOf, contentOf, toSend } from '../record-form/content.ts';
import { RecordFields } from '../record-form/fields.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Item } from './data.ts';
import { texts as both } from './texts.ts';
import '../record-form/record-form.css';

/** The proposal as the form of a record, with its words above. `saved` is told whether it is to be accepted as well. */
export function Correct({
  id,
  item,
  words,
  names,
  close,
  saved,
}: {
  readonly id: number;
  readonly item: Item;
  readonly words: string;
  readonly names: ReadonlyMap<string, string>;
  readonly close: () => void;
  readonly saved: (accept: boolean) => void;
}) {
  const say = usePhrases(both);
  const { texts, language } = useTexts();
  const { catalogue } = useScope();
  const [kindCode, setKind] = useState(item.draft.kind);
  const kind = catalogue.kinds.find((one) => one.code === kindCode)!;
  const aids = useQuery({ queryKey: ['form', kindCode], queryFn: () => api.forms.open({ kind: kindCode }) });
  const [content, setContent] = useState(() =>
    contentOf({ ...item.draft, key: '', generated: false } as RecordDraft, kind),
  );
  const [problems, setProblems] = useState(item.problems as readonly Problem[]);
  const [busy, setBusy] = useState(false);
  const wrong = useMemo(() => {
    const found = new Map<string, string[]>();
    for (const one of problems) {
      const box = boxOf(one.place, content);
      found.set(box, [...(found.get(box) ?? []), one.text[language]]);
    }
    return found;
  }, [problems, content, language]);
  const changeKind = (code: typeof kindCode) => {
    setKind(code);
    const next = catalogue.kinds.find((one) => one.code === code)!;
    // What the other kind does not know is dropped; numbers of the same name stay.
    const keep = (values: Readonly<Record<string, string>>, known: readonly string[]) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => known.includes(name)));
    setContent((old) => ({
      ...old,
      kind: code,
      classes: keep(
        old.classes,
        next.classes.map((one) => one.family),
      ),
      measures: keep(
        old.measures,
        next.measures.map((one) => one.field),
      ),
      fields: keep(
        old.fields,
        next.fields.map((one) => one.code),
      ),
      people: old.people.filter((one) => next.people.includes(one.role)),
    }));
  };
  const save = async (accept: boolean) => {
    setBusy(true);
    try {
      await api.intake.correct({ id, n: item.n, version: item.version, content: toSend(content) });
      saved(accept);
    } catch (error) {
      const told = error instanceof ORPCError ? (error.data as { problems?: Problem[] })?.problems : undefined;
      const failed = { zh: sentences(error, 'zh').join(''), en: sentences(error, 'en').join('') };
      setProblems(told ?? [{ code: 'failed', text: failed }]);
    } finally {
      setBusy(false);
    }
  };
  const general = wrong.get('') ?? [];
  return (
    <Drawer
      open
      size={760}
      title={say.correctTitle}
      onClose={close}
      closable={{ 'aria-label': texts.close }}
      footer={
        <div className="form-buttons">
          <Button type="primary" loading={busy} onClick={() => void save(true)}>
            {say.saveAccept}
          </Button>
          <Button loading={busy} onClick={() => void save(false)}>
            {say.save}
          </Button>
        </div>
      }
    >
      <blockquote className="intake-quote" lang="zh-CN">
        {words}
      </blockquote>
      {general.map((one) => (
        <p key={one} className="item-problem" role="alert">
          {one}
        </p>
      ))}
      <label className="choice intake-kind">
        {texts.ledger.kind}
        <select value={kindCode} onChange={(event) => changeKind(event.target.value as typeof kindCode)}>
          {catalogue.kinds.map((one) => (
            <option key={one.code} value={one.code}>
              {one.label[language]}
            </option>
          ))}
        </select>
      </label>
      {aids.isPending && <Loading />}
      {aids.error && <Failure error={aids.error} retry={() => void aids.refetch()} />}
      {aids.data && (
        <RecordFields
          kind={kind}
          aids={aids.data}
          content={content}
          change={(to) => setContent((old) => ({ ...old, ...to }))}
          wrong={wrong}
          names={names}
        />
      )}
    </Drawer>
  );
}
