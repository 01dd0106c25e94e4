import type { RecordDraft } from '#domain/records/model.ts';

/** Whose value a part of the merged record takes where both say something. */
export type Side = 'kept' | 'dropped';
/** `measures/attendance`, `classes/venue`, `fields/outlet`, `title`, `days`, `place`, `narrative`. */
export type Choices = Readonly<Record<string, Side>>;

/**
 * One record for an event that two tell: the kept one with the hosts, partners and people of both, and what it was silent about
 * from the other. Where both say something different the kept one is right unless `choices` says otherwise; values are never
 * added up, for it was one event.
 */
export function mergedDraft(kept: RecordDraft, dropped: RecordDraft, choices: Choices = {}): RecordDraft {
  const chosen = <Value>(part: string, own: Value, other: Value, silent: (value: Value) => boolean): Value => {
    if (choices[part] === 'dropped' && !silent(other)) return other;
    return silent(own) ? other : own;
  };
  const blank = (text: string) => text.trim() === '';
  const group = <Value>(name: string, own: Readonly<Record<string, Value>>, other: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      [...new Set([...Object.keys(own), ...Object.keys(other)])].map((code) => {
        const value = chosen<Value | undefined>(`${name}/${code}`, own[code], other[code], (one) => one === undefined);
        return [code, value as Value] as const;
      }),
    );
  const [from, to] = choices.days === 'dropped' ? [dropped.from, dropped.to] : [kept.from, kept.to];
  const measures = group('measures', kept.measures, dropped.measures);
  // An account tells the numbers of its own record; it may name one that only that record has.
  return {
    ...kept,
    from,
    to,
    hosts: [...new Set([...kept.hosts, ...dropped.hosts])],
    title: chosen('title', kept.title, dropped.title, blank),
    place: chosen('place', kept.place, dropped.place, blank),
    partners: [...new Set([...kept.partners, ...dropped.partners])],
    classes: group('classes', kept.classes, dropped.classes),
    fields: group('fields', kept.fields, dropped.fields),
    measures,
    narrative: chosen('narrative', kept.narrative, dropped.narrative, blank),
    highlight: kept.highlight || dropped.highlight,
    people: [...kept.people, ...dropped.people].filter(
      (one, index, all) => all.findIndex((other) => other.person === one.person && other.role === one.role) === index,
    ),
    // A record that a person wrote outlives one that was made up.
    generated: kept.generated && dropped.generated,
  };
}
