import fc from 'fast-check';
import type { Database } from '#db/open.ts';
import { readTree } from '#domain/units/store.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import { addDays, type Day, day } from '#kernel/day.ts';

/**
 * A random organisation, units by index. Unit 0 is the root; the others have a parent from the beginning, and some move to
 * another parent on a day. This is the tests' own idea of a tree: it shares no code with the product's.
 */
export interface Shape {
  readonly parents: readonly (number | undefined)[];
  readonly moves: readonly { readonly unit: number; readonly to: number; readonly day: Day }[];
}

const founded = day('2012-01-01');
const firstDay = day('2024-01-15');

/** A day of the eight weeks, over three months, in which everything random happens. */
export const days: fc.Arbitrary<Day> = fc.nat({ max: 56 }).map((count) => addDays(firstDay, count));

/** Organisations of 2 to `most` units, at most four levels, with up to three moves. */
export function shapes(most = 40): fc.Arbitrary<Shape> {
  return fc
    .record({
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: most - 1 }),
      moves: fc.array(fc.record({ unit: fc.nat(), to: fc.nat(), day: days }), { maxLength: 3 }),
    })
    .map(({ picks, moves }) => {
      const parents: (number | undefined)[] = [undefined];
      for (const pick of picks) {
        const possible = parents.map((_, index) => index).filter((index) => above(parents, index).length < 4);
        parents.push(possible[pick % possible.length]);
      }
      return { parents, moves: possibleMoves(parents, moves) };
    });
}

/** The unit and all above it on that day. */
export function chainOn(shape: Shape, unit: number, on: Day): number[] {
  return above(parentsOn(shape, on), unit);
}

/** The units of which a record with these hosts counts once each. */
export function countedIn(shape: Shape, hosts: readonly number[], on: Day): Set<number> {
  return new Set(hosts.flatMap((host) => chainOn(shape, host, on)));
}

/** The unit and all below it as they stand after the last move. */
export function underNow(shape: Shape, unit: number): number[] {
  const parents = parentsOn(shape, day('9999-12-31'));
  return parents.map((_, index) => index).filter((index) => above(parents, index).includes(unit));
}

export const codeOf = (unit: number) => `u${unit}`;
/** Ids are given in order from 1 to an empty table. */
export const idOf = (unit: number) => unit + 1;

/** Writes the organisation to an empty ledger. Unit n has the code `un` and the id n + 1. */
export async function writeShape({ system }: Database, shape: Shape): Promise<UnitTree> {
  const now = parentsOn(shape, day('9999-12-31'));
  const pathOf = (parents: readonly (number | undefined)[], unit: number) =>
    above(parents, unit).reverse().map(codeOf).join('/');
  await system
    .insertInto('unit')
    .values(
      now.map((parent, unit) => ({
        code: codeOf(unit),
        kind: 'branch',
        name: `单位${unit}`,
        short: codeOf(unit),
        position: unit,
        parent_id: parent === undefined ? null : idOf(parent),
        path: pathOf(now, unit),
        valid_from: founded,
        valid_to: null,
        division_code: null,
        note: '',
      })),
    )
    .execute();
  const turns = [...new Set(shape.moves.map((move) => move.day))].sort();
  const places = shape.parents.flatMap((_, unit) => {
    const stays = [founded, ...turns]
      .map((from) => ({ from, path: pathOf(parentsOn(shape, from), unit) }))
      .filter((stay, index, all) => stay.path !== all[index - 1]?.path);
    // A unit that never moved need not say where it stood; every other one does.
    if (stays.length === 1 && unit % 2 === 1) return [];
    return stays.map(({ from, path }, index) => {
      const next = stays[index + 1];
      return { unit_id: idOf(unit), path, valid_from: from, ...(next && { valid_to: addDays(next.from, -1) }) };
    });
  });
  await system.insertInto('unit_place').values(places).execute();
  return readTree(system);
}

function parentsOn({ parents, moves }: Shape, on: Day): (number | undefined)[] {
  const now = [...parents];
  for (const move of moves) if (move.day <= on) now[move.unit] = move.to;
  return now;
}

/** The unit and all above it, nearest first. */
function above(parents: readonly (number | undefined)[], unit: number): number[] {
  const chain: number[] = [];
  for (let one: number | undefined = unit; one !== undefined; one = parents[one]) chain.push(one);
  return chain;
}

/** The moves in the order of their days, without those that would put a unit under itself or move the root. */
function possibleMoves(parents: readonly (number | undefined)[], wanted: Shape['moves']): Shape['moves'] {
  const now = [...parents];
  const made: { unit: number; to: number; day: Day }[] = [];
  for (const { unit, to, day: on } of wanted.toSorted((left, right) => (left.day < right.day ? -1 : 1))) {
    const move = { unit: unit % parents.length, to: to % parents.length, day: on };
    if (move.unit === 0 || above(now, move.to).includes(move.unit)) continue;
    now[move.unit] = move.to;
    made.push(move);
  }
  return made;
}
