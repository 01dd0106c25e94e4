import { canonicalJson, type Json } from '#kernel/canonical.ts';
import type { RecordDraft } from './model.ts';

/** A part of a record that is merged as one: a field, or one measure, class, field of the kind or person role of it (`measures/attendance`). */
export type Part = string;

export interface Conflict {
  readonly part: Part;
  readonly base: Json | undefined;
  readonly theirs: Json | undefined;
  readonly mine: Json | undefined;
}

export interface Merge {
  /** Their content with my changes; where both changed the same part differently it says theirs until a person has chosen. */
  readonly merged: RecordDraft;
  readonly conflicts: readonly Conflict[];
  /** Parts that came from the others: what differs from what I wrote without my having touched it. */
  readonly fromThem: readonly Part[];
}

const whole = ['kind', 'hosts', 'title', 'place', 'partners', 'narrative', 'highlight', 'generated'] as const;
const split = ['classes', 'measures', 'fields'] as const;

/**
 * Merges two edits of one record that began from the same content. Changes to different parts both stay; the same part
 * changed to different values is a conflict, unless `choices` says whose value to take. The days are one part, since either
 * alone may contradict the other. The key stays theirs.
 */
export function mergeDrafts(
  base: RecordDraft,
  theirs: RecordDraft,
  mine: RecordDraft,
  choices: Readonly<Record<Part, 'mine' | 'theirs'>> = {},
): Merge {
  const [before, other, own] = [partsOf(base), partsOf(theirs), partsOf(mine)];
  const result = new Map<Part, Json | undefined>();
  const conflicts: Conflict[] = [];
  const fromThem: Part[] = [];
  for (const part of new Set([...before.keys(), ...other.keys(), ...own.keys()])) {
    const values = { base: before.get(part), theirs: other.get(part), mine: own.get(part) };
    const choice = choices[part];
    if (same(values.mine, values.theirs) || same(values.mine, values.base)) {
      result.set(part, values.theirs);
      if (!same(values.mine, values.theirs)) fromThem.push(part);
    } else if (same(values.theirs, values.base) || choice === 'mine') result.set(part, values.mine);
    else {
      result.set(part, values.theirs);
      if (choice === undefined) conflicts.push({ part, ...values });
    }
  }
  return { merged: draftOf(result, theirs), conflicts, fromThem };
}

/** The parts in which two contents of one record differ. */
export function changedParts(before: RecordDraft, after: RecordDraft): Part[] {
  const [was, is] = [partsOf(before), partsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((part) => !same(was.get(part), is.get(part)));
}

function partsOf(draft: RecordDraft): Map<Part, Json | undefined> {
  const parts = new Map<Part, Json | undefined>([['days', [draft.from, draft.to]]]);
  for (const field of whole) parts.set(field, draft[field]);
  for (const group of split) {
    for (const [code, value] of Object.entries(draft[group])) parts.set(`${group}/${code}`, value);
  }
  for (const [role, named] of Map.groupBy(draft.people, (one) => one.role)) {
    parts.set(`people/${role}`, named.map((one) => one.person).sort());
  }
  return parts;
}

/** Writes the parts back. Every part holds what one of the drafts held, so the types are theirs. */
function draftOf(parts: ReadonlyMap<Part, Json | undefined>, like: RecordDraft): RecordDraft {
  const group = (name: string) =>
    Object.fromEntries(
      [...parts].flatMap(([part, value]) =>
        part.startsWith(`${name}/`) && value !== undefined ? [[part.slice(name.length + 1), value] as const] : [],
      ),
    );
  const [from, to] = parts.get('days') as [RecordDraft['from'], RecordDraft['to']];
  const people = Object.entries(group('people')).flatMap(([role, named]) =>
    (named as string[]).map((person) => ({ person, role })),
  );
  return {
    ...(Object.fromEntries(whole.map((field) => [field, parts.get(field)])) as Pick<
      RecordDraft,
      (typeof whole)[number]
    >),
    from,
    to,
    classes: group('classes') as RecordDraft['classes'],
    measures: group('measures') as RecordDraft['measures'],
    fields: group('fields') as RecordDraft['fields'],
    people: people as RecordDraft['people'],
    key: like.key,
  };
}

function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonicalJson(left) === canonicalJson(right);
}
