import type { Catalogue, Measure } from '#domain/classes/model.ts';
import { asking } from '#domain/kinds/asking.ts';
import { type Kind, type KindField, type PersonRole, personRoleLabels } from '#domain/kinds/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import { words } from '../words.ts';

/** One thing asked. `name` is the field's name in the form; problems and reasons find their screen by it. */
export type Question =
  | {
      readonly type: 'day' | 'host' | 'cohosts' | 'title' | 'place' | 'narrative' | 'partners' | 'photos';
      readonly name: string;
      readonly label: Text;
      readonly hint?: Text;
    }
  | {
      readonly type: 'class';
      readonly name: string;
      readonly label: Text;
      readonly family: string;
      readonly required: boolean;
    }
  | {
      readonly type: 'count';
      readonly name: string;
      readonly label: Text;
      readonly measure: Measure;
      readonly aside: boolean;
    }
  | { readonly type: 'field'; readonly name: string; readonly label: Text; readonly field: KindField }
  | { readonly type: 'people'; readonly name: string; readonly label: Text; readonly role: PersonRole };

/** One screen. */
export interface Step {
  readonly id: string;
  readonly title: Text;
  readonly hint?: Text;
  readonly questions: readonly Question[];
}

/** What the screens depend on besides the kind. */
export interface Circumstances {
  readonly catalogue: Catalogue;
  readonly day: Day;
  /** Whether there is more than one unit to record for. */
  readonly choosesHost: boolean;
  /** Roles for which the organisation knows anybody. */
  readonly knownRoles: readonly PersonRole[];
}

const openCounts = 2;

/**
 * The screens of a kind, in order: what the figures need has a screen of its own, all the rest shares the last one. Made of
 * the kind, its words and the catalogue alone.
 */
export function stepsOf(kind: Kind, { catalogue, day, choosesHost, knownRoles }: Circumstances): Step[] {
  const asks = asking[kind.code];
  const required = kind.fields.filter((field) => field.required);
  const classes = kind.classes.flatMap(({ family, required: needed }) => classQuestion(catalogue, family, needed, day));
  const people = kind.people.filter((role) => knownRoles.includes(role)).map(peopleQuestion);
  const counts = countQuestions(catalogue.measuresOf(kind.code));
  const open = counts.some((one) => !one.aside);
  const steps: Step[] = [
    { id: 'day', title: asks.day, questions: [{ type: 'day', name: 'day', label: words.dayShort }] },
    ...required.map((field) => single(`f-${field.code}`, field.label, fieldQuestion(field))),
    ...classes.filter((one) => one.required).map((one) => single(`c-${one.family}`, one.label, one)),
    single('title', asks.title, { type: 'title', name: 'title', label: words.titleShort, hint: asks.example }),
    ...(asks.who ? people.slice(0, 1).map((one) => single('who', asks.who!, one)) : []),
    ...(asks.place ? [single('place', asks.place, { type: 'place', name: 'place', label: words.placeShort })] : []),
    ...(open ? [{ id: 'counts', title: words.counts, hint: words.countsHint, questions: counts }] : []),
    {
      id: 'tell',
      title: words.tell,
      hint: words.tellHint,
      questions: [{ type: 'narrative', name: 'narrative', label: words.tellShort }],
    },
    {
      id: 'photos',
      title: words.photosAsk,
      hint: words.photosHint,
      questions: [{ type: 'photos', name: 'photo', label: words.photos }],
    },
  ];
  const more: Question[] = [
    ...(choosesHost ? [{ type: 'host', name: 'host', label: words.hostShort } as const] : []),
    ...(asks.place
      ? [{ type: 'partners', name: 'partner', label: words.partners, hint: words.partnersHint } as const]
      : []),
    ...classes.filter((one) => !one.required),
    ...kind.fields.filter((field) => !field.required).map(fieldQuestion),
    ...people.slice(asks.who ? 1 : 0),
    ...(open ? [] : counts),
    { type: 'cohosts', name: 'cohost', label: words.cohosts, hint: words.cohostsHint },
  ];
  return [...steps, { id: 'more', title: words.more, hint: words.moreHint, questions: more }];
}

/** The screen on which this name is asked; undefined for what is not asked. */
export function stepOfName(steps: readonly Step[], name: string): Step | undefined {
  return steps.find((step) => step.questions.some((question) => question.name === name));
}

/** The name of the question that a problem's place belongs to: `measures/attendance` is asked as `m.attendance`. */
export function nameOfPlace(place: string): string {
  const [head = '', code = ''] = place.split('/');
  const groups: Readonly<Record<string, string>> = { measures: 'm', classes: 'c', fields: 'f' };
  if (groups[head]) return `${groups[head]}.${code}`;
  if (head === 'hosts') return code === '0' || code === '' ? 'host' : 'cohost';
  return { from: 'day', to: 'day', partners: 'partner' }[head] ?? place;
}

/** The name of the question that asks for a part of a record: `days` is asked as `day`, `photos` as `photo`. */
export function nameOfPart(part: string): string {
  const [head = '', code = ''] = part.split('/');
  if (head === 'people') return `p.${code}`;
  return { days: 'day', photos: 'photo', hosts: 'host' }[part] ?? nameOfPlace(part);
}

function single(id: string, title: Text, question: Question): Step {
  return { id, title, questions: [question] };
}

function classQuestion(catalogue: Catalogue, family: string, required: boolean, day: Day) {
  const label = catalogue.family(family)?.label;
  if (!label || !catalogue.listOn(family, day)) return [];
  return [{ type: 'class', name: `c.${family}`, label, family, required } as const];
}

/** The first counts without a default stand open; those that nearly always say their default, and mere claims, stand aside. */
function countQuestions(measures: readonly Measure[]) {
  const entered = measures.filter((measure) => measure.slot !== null);
  const open = entered.filter((measure) => measure.defaultValue === null && !measure.claimed).slice(0, openCounts);
  const ordered = [...open, ...entered.filter((measure) => !open.includes(measure))];
  return ordered.map(
    (measure) =>
      ({
        type: 'count',
        name: `m.${measure.field}`,
        label: measure.label,
        measure,
        aside: !open.includes(measure),
      }) as const,
  );
}

function fieldQuestion(field: KindField): Question {
  return { type: 'field', name: `f.${field.code}`, label: field.label, field };
}

function peopleQuestion(role: PersonRole) {
  return { type: 'people', name: `p.${role}`, label: personRoleLabels[role], role } as const;
}
