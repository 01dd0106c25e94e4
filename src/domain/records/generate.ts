import type { Organisation } from '#domain/classes/organisation.ts';
import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { isValidOn, type Unit } from '#domain/units/tree.ts';
import { type Chance, chance } from '#kernel/chance.ts';
import { addDays, type Day, daysBetween } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import type { LoadedRecord } from './load.ts';

/** How often each kind occurs, roughly as in the year of a city association. */
const shares: Readonly<Record<KindCode, number>> = {
  article: 42,
  placement: 18,
  publicity: 18,
  lecture: 12,
  assistance: 6,
  exchange: 2,
  party_building: 1,
  contest: 1,
};

/**
 * Made-up verified records for trials of size: the same count, seed, window and organisation give the same records. Hosts
 * are spread over the lower tiers, one in ten is joint, and all are marked as generated.
 */
export function* generateRecords(
  organisation: Organisation,
  count: number,
  seed: number,
  window: Window,
  prefix: string,
): Generator<LoadedRecord> {
  const random = chance(`records/${seed}`);
  const { tree } = organisation;
  const hosts = tree.units.filter((unit) => tree.childrenOf(unit).length === 0 && isValidOn(unit, window.from));
  const days = daysBetween(window.from, window.to) + 1;
  const table = kindCodes.flatMap((kind) => Array.from({ length: shares[kind] }, () => kind));
  for (let index = 0; index < count; index++) {
    const kind = random.pick(table);
    const day = addDays(window.from, random.whole(days));
    const lead = random.pick(hosts);
    const joint = random.whole(10) === 0 ? random.pick(hosts) : undefined;
    yield {
      status: 'verified',
      draft: draftOf(
        organisation,
        random,
        kind,
        day,
        joint && joint !== lead ? [lead, joint] : [lead],
        `${prefix}-${index}`,
      ),
    };
  }
}

function draftOf(
  { catalogue }: Organisation,
  random: Chance,
  kind: KindCode,
  day: Day,
  hosts: readonly Unit[],
  key: string,
): LoadedRecord['draft'] {
  const classes: Record<string, string> = {};
  for (const { family, required } of kinds[kind].classes) {
    const list = catalogue.listOn(family, day)?.classes ?? [];
    if (list.length > 0 && (required || random.whole(2) === 0)) classes[family] = random.pick(list).code;
  }
  const measures: Record<string, number> = {};
  for (const measure of catalogue.measuresOf(kind)) {
    if (measure.slot === null) continue;
    if (measure.defaultValue !== null) measures[measure.field] = measure.defaultValue;
    else if (random.whole(2) === 0)
      measures[measure.field] = (1 + random.whole(measure.claimed ? 20_000 : 300)) * measure.scale;
  }
  const label = kinds[kind].label.zh;
  return {
    kind,
    hosts: hosts.map((unit) => unit.code),
    from: day,
    to: day,
    title: `${hosts[0]!.short}${label}（生成）`,
    place: hosts[0]!.short,
    partners: [],
    classes,
    measures,
    narrative: `${hosts[0]!.short}开展${label}工作。`,
    highlight: false,
    people: [],
    fields: kind === 'placement' ? { outlet: 'generated' } : {},
    key,
    generated: true,
  };
}
