import type { Database, Tx } from '#db/open.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { createRecord, submitRecord } from '#domain/records/actions.ts';
import { readRecord } from '#domain/records/detail.ts';
import { type MergedEdit, mergeEdit, readDraftAt } from '#domain/records/merge-edit.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { draftProblems } from '#domain/records/rules.ts';
import { type Problem, ProblemError, problem } from '#kernel/problem.ts';
import { type Answers, draftFrom } from './form/answers.ts';
import { blankDraft } from './form/draft-start.ts';
import type { Ground } from './form-desk.ts';

export type Act = 'review' | 'draft' | 'send';

/** How a sent form ended. */
export type Outcome =
  | {
      readonly is: 'kept';
      readonly id: number;
      readonly as: 'sent' | 'draft' | 'saved';
      readonly merged: readonly string[];
    }
  | { readonly is: 'review'; readonly draft: RecordDraft }
  | { readonly is: 'wrong'; readonly problems: readonly Problem[] }
  | { readonly is: 'choose'; readonly edit: Extract<MergedEdit, { outcome: 'choose' }> };

/** Reads a new form of somebody who records for some unit, and keeps, sends or only checks it. The key decides that the same form never makes a second record. */
export async function takeNew(
  database: Database,
  on: Ground,
  key: string,
  answers: Answers,
  act: Act,
): Promise<Outcome> {
  const { kind, units, visitor, organisation } = on;
  if (!isKey(key)) return { is: 'wrong', problems: [incomplete] };
  const start = { ...blankDraft(kind, units[0]!.code, visitor.today, organisation.catalogue), key };
  const { draft, problems } = read(on, answers, start, act);
  if (act === 'review' || problems.length > 0) return checked(on, draft, problems, act);
  return await catching(async () => {
    const status = act === 'draft' ? 'draft' : 'submitted';
    try {
      const { id } = await asActor(database, visitor.actor, (tx) =>
        createRecord(tx, visitor.actor, draft, status, { organisation, today: visitor.today }),
      );
      return { is: 'kept', id, as: act === 'draft' ? 'draft' : 'sent', merged: [] };
    } catch (error) {
      throw await withFirstUse(error, database, on, key);
    }
  });
}

/** Made by the form's page or by the phone; whatever else stands in its place was not made by this form. */
function isKey(key: string): boolean {
  return /^[\w.-]{1,100}$/.test(key);
}

const incomplete = problem('form_incomplete', {
  zh: '这份表格没有送全，请从首页重新打开再填',
  en: 'this form did not arrive whole; open it again from the home page',
});

/** Reads the form of a record and saves it; a draft or returned one is sent in unless it is to be kept for later. */
export async function takeEdit(
  database: Database,
  on: Ground,
  id: number,
  base: number,
  answers: Answers,
  act: Act,
  choices: { readonly at: number; readonly parts: Readonly<Record<string, 'mine' | 'theirs'>> } | undefined,
): Promise<Outcome> {
  const { visitor, organisation } = on;
  const setting = { organisation, today: visitor.today };
  return await catching(async () => {
    const start = await asReader(database, visitor.actor, (tx) => readDraftAt(tx, id, base, setting));
    const { draft, problems } = read(on, answers, start, act);
    if (act === 'review' || problems.length > 0) return checked(on, draft, problems, act);
    return await asActor(database, visitor.actor, async (tx): Promise<Outcome> => {
      const edit = await mergeEdit(tx, visitor.actor, id, base, draft, setting, choices);
      if (edit.outcome === 'choose') return { is: 'choose', edit };
      const sent = act === 'send' && (await sendIfWaiting(tx, on, id));
      return { is: 'kept', id, as: sent ? 'sent' : act === 'draft' ? 'draft' : 'saved', merged: edit.fromThem };
    });
  });
}

/** A repeated request finds the record sent already. */
async function sendIfWaiting(tx: Tx, { visitor, organisation }: Ground, id: number): Promise<boolean> {
  const { status } = await readRecord(tx, visitor.actor, organisation, id);
  if (status !== 'draft' && status !== 'returned') return false;
  await submitRecord(tx, visitor.actor, id, { organisation, today: visitor.today });
  return true;
}

function read({ kind, organisation, levels, language }: Ground, answers: Answers, start: RecordDraft, act: Act) {
  const reading = draftFrom(answers, start, kind, organisation.catalogue, levels);
  if (act !== 'draft' || reading.draft.title !== '') return reading;
  // A draft may be without a title, a record may not: it gets its kind's name until somebody writes a better one.
  const problems = reading.problems.filter((one) => one.code !== 'title_missing');
  return { draft: { ...reading.draft, title: kind.label[language] }, problems };
}

/** All problems at once: what could not be read, and what the rules say about the rest. */
function checked({ organisation, visitor }: Ground, draft: RecordDraft, unread: readonly Problem[], act: Act): Outcome {
  const places = new Set(unread.map((one) => one.place));
  const rules = draftProblems(draft, organisation, visitor.today, act !== 'draft').filter(
    (one) => !places.has(one.place),
  );
  const problems = [...unread, ...rules];
  return problems.length > 0 ? { is: 'wrong', problems } : { is: 'review', draft };
}

async function catching(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problems.some((one) => one.code === 'record_unknown')) throw error;
    return { is: 'wrong', problems: error.problems };
  }
}

/** Where a key was used before by a form that said something else, the sentence names the record that it made. */
async function withFirstUse(error: unknown, database: Database, { visitor }: Ground, key: string): Promise<unknown> {
  if (!(error instanceof ProblemError) || error.problems[0]?.code !== 'key_taken') return error;
  const first = await asReader(database, visitor.actor, (tx) =>
    tx.selectFrom('record').select('id').where('key', '=', key).executeTakeFirst(),
  );
  if (!first) return error;
  return new ProblemError([
    problem('key_taken', {
      zh: `这份表格已经报过一次，编号 ${first.id}，内容和现在的不一样。要改，请到首页“我报的”里打开编号 ${first.id} 修改；要另报一条，请从首页重新开始`,
      en: `this form was sent before as no. ${first.id} with other content; change that record, or begin a new one from the home page`,
    }),
  ]);
}
