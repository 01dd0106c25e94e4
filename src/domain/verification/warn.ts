import type { Tx } from '#db/open.ts';
import type { Slot } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { photosOf } from '#domain/photos/store.ts';
import { addDays, type Day } from '#kernel/day.ts';
import type { Warning } from './model.ts';
import { readFacets, readSamples, readWaitingRecords, type SampleAsked, type WaitingRecord } from './queue-store.ts';
import type { Subject, Usual } from './warnings/subject.ts';
import { warningsOf } from './warnings/warnings.ts';

/** Compared with the latest so many records, */
const sampleSize = 120;
/** none of them older than this before the record's own day. */
const sampleDays = 730;

export interface Warned {
  readonly record: WaitingRecord;
  readonly warnings: readonly Warning[];
}

/**
 * The warnings of these records, by id, as far as the transaction's actor sees what they are compared with. What is usual is
 * asked for all of them in one query: of the lead host, then of each unit above it.
 */
export async function warnOf(
  tx: Tx,
  organisation: Organisation,
  filed: ReadonlyMap<number, Day>,
): Promise<Map<number, Warned>> {
  const ids = [...filed.keys()];
  const records = await readWaitingRecords(tx, ids);
  const photos = await photosOf(tx, ids);
  const usual = await readUsual(tx, organisation, [...records.values()]);
  return new Map(
    [...records].map(([id, record]) => {
      const subject = subjectOf(record, organisation, filed.get(id)!, photos.get(id) ?? 0, usual(record));
      return [id, { record, warnings: warningsOf(subject) }];
    }),
  );
}

function subjectOf(
  record: WaitingRecord,
  { catalogue }: Organisation,
  filedOn: Day,
  photos: number,
  usual: Subject['usual'],
): Subject {
  const kind = kinds[record.kind];
  const measures = catalogue.measuresOf(record.kind).filter((one) => one.slot !== null);
  const values = measures.flatMap(({ field, slot, scale }) => {
    const value = record.values[`m${slot}` as Slot];
    return value === null ? [] : [[field, value / scale] as const];
  });
  const links = kind.fields.filter((field) => field.type === 'url' && (record.fields[field.code] ?? '').trim() !== '');
  return {
    kind,
    from: record.starts,
    to: record.day,
    measures,
    values: Object.fromEntries(values),
    narrative: record.narrative,
    fields: record.fields,
    evidence: photos + links.length,
    filedOn,
    usual,
  };
}

/** What is usual for each record: the same kind and main class, at its lead host and at each unit above. */
async function readUsual(
  tx: Tx,
  { tree, catalogue }: Organisation,
  records: readonly WaitingRecord[],
): Promise<(record: WaitingRecord) => Subject['usual']> {
  const facets = Map.groupBy(await readFacets(tx, [...new Set(records.map((one) => one.kind))]), sortOf);
  const asked = new Map<string, SampleAsked>();
  const keyOf = (unit: number, record: WaitingRecord) => `${unit} ${sortOf(record)}`;
  for (const record of records) {
    for (const unit of chainOf(record)) {
      const [key, from] = [keyOf(unit, record), addDays(record.day, -sampleDays)];
      const earlier = asked.get(key)?.from;
      const alike = facets.get(sortOf(record)) ?? [];
      asked.set(key, {
        unit,
        facets: alike.map((one) => one.id),
        from: earlier !== undefined && earlier < from ? earlier : from,
      });
    }
  }
  const keys = [...asked.keys()];
  const samples = keys.length === 0 ? [] : await readSamples(tx, [...asked.values()], sampleSize);
  const found = new Map(keys.map((key, index) => [key, samples[index]!]));
  return (record) => (field) => {
    const measure = catalogue.measure(`${record.kind}.${field}`);
    if (!measure || measure.slot === null) return [];
    return chainOf(record).map((unit, depth): Usual => {
      const values = found.get(keyOf(unit, record))?.[`m${measure.slot}` as Slot] ?? [];
      return {
        unit: depth === 0 ? undefined : tree.byId(unit).short,
        values: values.map((value) => value / measure.scale),
      };
    });
  };

  function chainOf({ hosts, day }: WaitingRecord): readonly number[] {
    return tree.chainOn(tree.byId(hosts[0]!), day);
  }
}

/** Kind and main class: the first family that a kind is asked for. */
function sortOf(one: { readonly kind: string; readonly classes: Readonly<Record<string, string>> }): string {
  const family = kinds[one.kind as keyof typeof kinds].classes[0]?.family;
  return `${one.kind} ${family === undefined ? '' : (one.classes[family] ?? '')}`;
}
