import type { Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { asking } from '#domain/kinds/asking.ts';
import { type Kind, type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { RecordDetail } from '#domain/records/detail.ts';
import { type Habits, type OutletLevels, readHabits, readOutlets, unitsToRecordFor } from '#domain/records/habits.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { readDraft } from '#domain/records/store.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { FieldComment } from '#domain/verification/model.ts';
import { partLabel } from '#domain/verification/parts.ts';
import type { Day } from '#kernel/day.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Language, Text } from '#kernel/text.ts';
import type { Visitor } from './door.ts';
import type { Answers } from './form/answers.ts';
import { blankDraft, draftLike } from './form/draft-start.ts';
import { answersOf } from './form/fill.ts';
import { offeredDays, type Sheet } from './form/questions.ts';
import { questionOfReason } from './form/reason.ts';
import { nameOfPart, nameOfPlace, type Step, stepOfName, stepsOf } from './form/steps.ts';
import type { FormView } from './pages/form.ts';

/** What reading a form of a kind needs. */
export interface Ground {
  readonly kind: Kind;
  readonly visitor: Visitor;
  readonly language: Language;
  readonly organisation: Organisation;
  /** What the visitor may record for, their own units first. */
  readonly units: readonly Unit[];
  readonly levels: OutletLevels;
}

/** What showing it needs besides. */
export interface Prepared extends Ground {
  readonly habits: Habits;
  readonly steps: readonly Step[];
  /** The day whose class lists are offered. */
  readonly day: Day;
}

export function kindOf(code: string): KindCode | undefined {
  return kindCodes.find((one) => one === code);
}

/** Asks the database only where a kind has outlets; `read` runs that in a transaction of the visitor's. */
export async function ground(
  read: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>,
  code: KindCode,
  visitor: Visitor,
  language: Language,
  organisation: Organisation,
): Promise<Ground> {
  const units = unitsToRecordFor(visitor.actor, organisation.tree, visitor.today);
  const kind = kinds[code];
  const hasOutlets = kind.fields.some((field) => field.type === 'outlet');
  const levels = hasOutlets
    ? (await read((tx) => readOutlets(tx, organisation.catalogue, visitor.today))).levels
    : new Map<string, never>();
  return { kind, visitor, language, organisation, units, levels };
}

export async function prepare(tx: Tx, on: Ground, day = on.visitor.today): Promise<Prepared> {
  const { kind, visitor, organisation, units } = on;
  const habits = await readHabits(tx, visitor.actor, organisation, units, kind.code, visitor.today);
  const steps = stepsOf(kind, {
    catalogue: organisation.catalogue,
    day,
    choosesHost: units.length > 1,
    knownRoles: kind.people.filter((role) => habits.people[role].length > 0),
  });
  return { ...on, habits, steps, day };
}

/** The draft that a new form starts from; like an earlier record of the same kind when one is named and in sight. */
export async function startDraft(
  tx: Tx,
  { kind, units, visitor, organisation }: Ground,
  like: string | undefined,
): Promise<RecordDraft> {
  const { catalogue } = organisation;
  const blank = blankDraft(kind, units[0]!.code, visitor.today, catalogue);
  const id = Number(like);
  const earlier = Number.isSafeInteger(id) && id > 0 ? await readDraft(tx, id, organisation) : undefined;
  return earlier?.kind === kind.code ? draftLike(earlier, blank, catalogue) : blank;
}

export interface Shown {
  readonly answers: Answers;
  readonly hidden: FormView['hidden'];
  readonly action: string;
  readonly editing: FormView['editing'];
  readonly problems?: readonly Problem[];
  readonly open?: string | undefined;
  readonly reason?: string | undefined;
  /** What the verifier said of single fields. */
  readonly comments?: readonly FieldComment[] | undefined;
  readonly fresh?: boolean;
}

/** A form as it is shown: each problem beside its question, opened at the first screen that has one. */
export function formView(
  { kind, visitor, language, organisation, habits, steps, day }: Prepared,
  shown: Shown,
): FormView {
  const wrong = new Map<string, string[]>();
  const general: string[] = [];
  for (const problem of shown.problems ?? []) {
    const name = problem.place === undefined ? '' : nameOfPlace(problem.place);
    if (stepOfName(steps, name)) wrong.set(name, [...(wrong.get(name) ?? []), problem.text[language]]);
    else general.push(problem.text[language]);
  }
  const remarks: { label: Text; text: string }[] = [];
  const said = new Map<string, string[]>();
  for (const { part, text } of shown.comments ?? []) {
    const name = nameOfPart(part);
    if (stepOfName(steps, name)) said.set(name, [...(said.get(name) ?? []), text]);
    else remarks.push({ label: partLabel(part, kind.code, organisation) ?? { zh: '', en: '' }, text });
  }
  const asked = steps.find((step) => step.questions.some((question) => said.has(question.name)));
  const named = shown.reason === undefined || asked ? undefined : questionOfReason(shown.reason, steps);
  const firstWrong = steps.find((step) => step.questions.some((question) => wrong.has(question.name)));
  const sheet: Sheet = {
    language,
    catalogue: organisation.catalogue,
    habits,
    answers: shown.answers,
    today: visitor.today,
    day,
    wrong,
    said,
    ...(named && { asked: named.name }),
  };
  return {
    title: asking[kind.code].start,
    action: shown.action,
    steps,
    sheet,
    hidden: shown.hidden,
    open: shown.open ?? firstWrong?.id ?? asked?.id ?? named?.step.id ?? steps[0]!.id,
    ...(shown.reason !== undefined && { reason: shown.reason }),
    remarks,
    editing: shown.editing,
    general,
    ...(shown.action.startsWith('/field/records/') && { photosAt: shown.action.replace(/edit$/, 'photos') }),
    ...(shown.editing === 'new' && { similarAt: `/field/similar/${kind.code}` }),
    fresh: shown.fresh ?? false,
  };
}

export function filledAnswers(draft: RecordDraft, { kind, organisation, visitor, language }: Prepared): Answers {
  return answersOf(draft, kind, organisation.catalogue, offeredDays(visitor.today), language);
}

/** The verifier's words about a record that was given back. */
export function reasonOf(detail: RecordDetail): string | undefined {
  return detail.status === 'returned' ? detail.steps.findLast((one) => one.to === 'returned')?.reason : undefined;
}

export function editingOf({ status }: Pick<RecordDetail, 'status'>): FormView['editing'] {
  return status === 'draft' || status === 'returned' ? status : 'reported';
}
