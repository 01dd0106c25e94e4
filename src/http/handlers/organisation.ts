import { pinyin } from 'pinyin-pro';
import { asReader } from '#domain/access/transaction.ts';
import { kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { readRounds } from '#domain/summary/store.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import { firstOfMonth, lastOfMonth } from '#kernel/day.ts';
import { rootsInSight, signedIn, todayOf } from '../services.ts';
import { unitName } from '../shapes.ts';

export const organisation = {
  units: signedIn.organisation.units.handler(async ({ context }) => {
    const known = await context.services.organisation();
    return { units: unitsUnder(rootsInSight(context.actor, known), known.tree) };
  }),
  catalogue: signedIn.organisation.catalogue.handler(async ({ context }) => {
    const { catalogue } = await context.services.organisation();
    return {
      kinds: kindCodes.map((code) => ({
        ...kinds[code],
        fields: [...kinds[code].fields],
        people: [...kinds[code].people],
        classes: [...kinds[code].classes],
        measures: [...catalogue.measuresOf(code)],
      })),
      families: catalogue.families.map((family) => ({
        ...family,
        lists: family.lists.map((list) => ({ ...list, classes: [...list.classes] })),
      })),
    };
  }),
  rounds: signedIn.organisation.rounds.handler(async ({ context }) => {
    const { database, now, organisation: remembered } = context.services;
    const { tree } = await remembered();
    const rounds = await asReader(database, context.actor, readRounds);
    const today = todayOf(now());
    // The last round that has ended: it is the one being verified and written. Else the one under way, else this month.
    const start =
      rounds.find((round) => round.window.to < today) ??
      rounds.find((round) => round.window.from <= today && today <= round.window.to);
    return {
      rounds: rounds.map((round) => ({
        code: round.code,
        title: round.title,
        unit: unitName(tree.byId(round.unitId)),
        window: round.window,
      })),
      start: start?.window ?? { from: firstOfMonth(today), to: lastOfMonth(today) },
    };
  }),
};

/** These units and all below them, in tree order; their own parents are not told. */
export function unitsUnder(roots: readonly Unit[], tree: UnitTree) {
  const top = new Set(roots);
  return roots
    .flatMap((root) => tree.subtree(root))
    .map((unit) => ({
      code: unit.code,
      parent: top.has(unit) || unit.parentId === null ? null : tree.byId(unit.parentId).code,
      kind: unit.kind,
      name: unit.name,
      short: unit.short,
      validFrom: unit.validFrom,
      validTo: unit.validTo,
      pinyin: spelling(unit),
    }));
}

const spellings = new WeakMap<Unit, string>();

/** Spelled once for each unit as it is kept in memory. */
function spelling(unit: Unit): string {
  const known = spellings.get(unit);
  if (known !== undefined) return known;
  const spelled = [unit.short, unit.name].map((name) => {
    const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' });
    return `${syllables.join('')} ${syllables.map((syllable) => syllable[0] ?? '').join('')}`;
  });
  const text = spelled.join(' ').toLowerCase();
  spellings.set(unit, text);
  return text;
}
