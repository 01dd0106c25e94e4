import { kinds } from '#domain/kinds/registry.ts';
import { addDays, type Day } from '#kernel/day.ts';
import type { Likeness, Reason, Told } from './model.ts';
import { bandsOf, jaccard, type Pairs, pairsOf } from './sketch.ts';

/** A text is prepared once and compared many times. */
export interface Prepared extends Told {
  readonly titlePairs: Pairs;
  readonly placePairs: Pairs;
}

export function prepare<Record extends Told>(told: Record): Record & Prepared {
  return { ...told, titlePairs: pairsOf(told.title), placePairs: pairsOf(told.place) };
}

/**
 * Whether two records may tell the same event, and by what; undefined when not. They are of one kind and share a day.
 * Streets hold activities of the same name on the same day all the time, so a title alone says nothing between two of them:
 * it takes the place, a person, or one of them naming the other.
 */
export function likeness(
  one: Prepared,
  other: Prepared,
  names: (unit: number) => readonly string[],
): Likeness | undefined {
  if (one.kind !== other.kind || one.starts > other.day || other.starts > one.day) return undefined;
  if (areApart(one, other)) return undefined;
  const title = jaccard(one.titlePairs, other.titlePairs);
  const place = jaccard(one.placePairs, other.placePairs);
  const [host, people] = [meet(one.hosts, other.hosts), meet(one.people, other.people)];
  const named = !host && (isNamed(one, other, names) || isNamed(other, one, names));
  const near = place >= 0.6;
  const alike = host
    ? title >= 0.5 || (title >= 0.3 && (near || people))
    : title >= 0.3 && (named || (near && (title >= 0.4 || people)));
  if (!alike) return undefined;
  const held: Readonly<Record<Reason, boolean>> = { title: title >= 0.3, host, place: near, named, people };
  const reasons = (Object.keys(held) as Reason[]).filter((reason) => held[reason]);
  return { score: Math.min(title * 0.6 + (reasons.length - 1) * 0.15, 1), reasons };
}

/**
 * Every pair among these that may tell the same event, the likeliest first. Two are compared where it could be: on one day,
 * with a host in common, in places whose sketches share a band, or, where one says that it was held with others, under
 * titles whose sketches do. A year of a city takes seconds.
 */
export function pairsAmong<Record extends Told & { readonly id: number }>(
  records: readonly Record[],
  names: (unit: number) => readonly string[],
): readonly { readonly one: Record; readonly other: Record; readonly likeness: Likeness }[] {
  const found = new Map<string, { one: Record; other: Record; likeness: Likeness } | undefined>();
  const buckets = new Map<string, (Record & Prepared)[]>();
  const compare = (one: Record & Prepared, other: Record & Prepared) => {
    const pair = one.id < other.id ? `${one.id} ${other.id}` : `${other.id} ${one.id}`;
    if (one.id === other.id || found.has(pair)) return;
    const like = likeness(one, other, names);
    found.set(pair, like && { one, other, likeness: like });
  };
  for (const record of records.map((one) => prepare(one))) {
    const joint = isJoint(record);
    for (const bucket of bucketsOf(record)) {
      // Between two of different hosts a title alone says nothing: there only those said to be joint are compared.
      const isTitle = bucket.includes(' title ');
      const met = buckets.get(isTitle && !joint ? `joint ${bucket}` : bucket);
      for (const other of met ?? []) compare(other, record);
      for (const place of isTitle && joint ? [bucket, `joint ${bucket}`] : [bucket]) {
        const kept = buckets.get(place);
        if (kept) kept.push(record);
        else buckets.set(place, [record]);
      }
    }
  }
  return [...found.values()]
    .filter((pair) => pair !== undefined)
    .sort((left, right) => right.likeness.score - left.likeness.score);
}

/** Where a record meets others that may be the same. */
function bucketsOf(record: Prepared): string[] {
  const keys = [
    ...record.hosts.map((host) => `host ${host}`),
    ...bandsOf(record.placePairs).map((key, band) => `place ${band} ${key}`),
    ...bandsOf(record.titlePairs).map((key, band) => `title ${band} ${key}`),
  ];
  return daysOf(record).flatMap((day) => keys.map((key) => `${record.kind} ${day} ${key}`));
}

function isJoint({ partners, title }: Told): boolean {
  return partners.length > 0 || /[与和、]|联合|联手|联动|携手|共同|会同|合作/.test(title);
}

const mostDays = 14;

/** The days on which a record meets others; one that lasts for weeks meets them on its first and last. */
function daysOf({ starts, day }: Told): readonly Day[] {
  const days = [starts];
  while (days.at(-1)! < day && days.length <= mostDays) days.push(addDays(days.at(-1)!, 1));
  return days.length > mostDays ? [starts, day] : days;
}

/** What tells two of this kind apart, as the kind has it: one story in two media is two placements. */
function areApart(one: Told, other: Told): boolean {
  return (kinds[one.kind].apart ?? []).some((part) => {
    const [left, right] = [one, other].map(({ classes, fields }) => classes[part] ?? fields[part]);
    return left !== undefined && right !== undefined && left !== right;
  });
}

function isNamed(one: Told, other: Told, names: (unit: number) => readonly string[]): boolean {
  const said = [...one.partners, one.title].join(' ');
  return other.hosts.some((host) => names(host).some((name) => name.length >= 3 && said.includes(name)));
}

function meet(left: readonly number[], right: readonly number[]): boolean {
  return left.some((one) => right.includes(one));
}
