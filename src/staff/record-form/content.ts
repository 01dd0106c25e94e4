import type { RecordDraft } from '#domain/records/model.ts';
import type { Client } from '#http/contract/contract.ts';
import type { Kind } from '../ledger/columns.ts';

export type FormContent = Parameters<Client['forms']['keep']>[0]['content'];
export type Aids = Awaited<ReturnType<Client['forms']['open']>>;
export type Saved = Awaited<ReturnType<Client['forms']['save']>>;
export type Conflicts = Extract<Saved, { outcome: 'choose' }>['conflicts'];

/** A form before anybody writes: the unit, and the counts that a silent record has anyway. */
export function blankContent(kind: Kind, host: string | undefined, defaults: Aids['defaults']): FormContent {
  return {
    kind: kind.code,
    hosts: host === undefined ? [] : [host],
    from: '',
    to: '',
    title: '',
    place: '',
    partners: [],
    classes: {},
    measures: { ...defaults },
    narrative: '',
    highlight: false,
    people: [],
    fields: {},
  };
}

/** The next of several alike: same unit, day and place; the rest is asked anew. */
export function nextContent(
  kind: Kind,
  { hosts, from, to, place }: FormContent,
  defaults: Aids['defaults'],
): FormContent {
  return { ...blankContent(kind, undefined, defaults), hosts, from, to, place };
}

/** A record as its form shows it. */
export function contentOf(draft: RecordDraft, kind: Kind): FormContent {
  const scales = new Map(kind.measures.map((measure) => [measure.field, measure.scale]));
  return {
    kind: draft.kind,
    hosts: [...draft.hosts],
    from: draft.from,
    to: draft.from === draft.to ? '' : draft.to,
    title: draft.title,
    place: draft.place,
    partners: [...draft.partners],
    classes: { ...draft.classes },
    measures: Object.fromEntries(
      Object.entries(draft.measures).map(([field, steps]) => [field, String(steps / (scales.get(field) ?? 1))]),
    ),
    narrative: draft.narrative,
    highlight: draft.highlight,
    people: draft.people.map(({ person, role }) => ({ person, role })),
    fields: { ...draft.fields },
  };
}

/** What is sent: in the form the first day is always asked and the last one only where there are several. */
export function toSend(content: FormContent): FormContent {
  return { ...content, to: content.to || content.from };
}

/** What tells whether the same event was recorded before; in the form numbers and days are still texts. */
export function sketchOf(content: FormContent) {
  const { hosts, from, to, title, place, partners, classes, people, fields } = toSend(content);
  return { hosts, from, to, title, place, partners, classes, people, fields };
}

/** A number of the record's own is written by its label in the box: {参加人次} stands for {attendance}. */
export function showTokens(text: string, kind: Kind, language: 'zh' | 'en'): string {
  return text.replaceAll(/\{([a-z_]+)\}/g, (token, field: string) => {
    const measure = kind.measures.find((one) => one.field === field);
    return measure ? `{${measure.label[language]}}` : token;
  });
}

export function readTokens(text: string, kind: Kind): string {
  return text.replaceAll(/\{([^{}]+)\}/g, (token, label: string) => {
    const measure = kind.measures.find((one) => one.label.zh === label || one.label.en === label);
    return measure ? `{${measure.field}}` : token;
  });
}

/** The account with its numbers in place, as far as they are given. */
export function readAloud(content: FormContent, kind: Kind): string {
  return content.narrative.replaceAll(/\{([a-z_]+)\}/g, (token, field: string) => {
    const measure = kind.measures.find((one) => one.field === field);
    const typed = content.measures[field]?.trim();
    return measure && typed ? `${typed}${typed.endsWith(measure.unit) ? '' : measure.unit}` : token;
  });
}

/** The box that a problem's place belongs to. */
export function boxOf(place: string | undefined, content: FormContent): string {
  if (place === undefined) return '';
  const [head = '', code = ''] = place.split('/');
  if (head === 'hosts') return code === '' || code === '0' ? 'hosts' : 'cohosts';
  if (head === 'to') return 'from';
  if (head === 'people') return `people-${content.people[Number(code)]?.role ?? ''}`;
  return place;
}
