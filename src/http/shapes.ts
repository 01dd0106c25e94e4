import type { Slot } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Cursor, ListedRecord } from '#domain/records/list.ts';
import type { KindSum } from '#domain/records/list-sums.ts';
import type { Unit } from '#domain/units/tree.ts';
import { day } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';

/** What leaves is listed field by field. */
export function unitName(unit: Unit) {
  return { code: unit.code, name: unit.name, short: unit.short };
}

export function recordRow(record: ListedRecord, { tree, catalogue }: Organisation) {
  return {
    id: record.id,
    kind: record.kind,
    status: record.status,
    from: record.starts,
    to: record.day,
    title: record.title,
    place: record.place,
    hosts: record.hosts.flatMap((id) => {
      const unit = tree.findId(id);
      return unit ? [unitName(unit)] : [];
    }),
    classes: classesOf(record.classes, catalogue),
    measures: catalogue.measuresOf(record.kind).flatMap((measure) => {
      const value = measure.slot === null ? null : record.values[`m${measure.slot}` as Slot];
      return value === null
        ? []
        : [{ code: measure.code, label: measure.label, unit: measure.unit, value: value / measure.scale }];
    }),
    highlight: record.highlight,
    generated: record.generated,
  };
}

/** Sums of a kind in its measures' counter words; measures that stand at nothing are left out. */
export function sumShape({ kind, records, values }: KindSum, { catalogue }: Organisation) {
  return {
    kind,
    label: kinds[kind].label,
    records,
    measures: catalogue.measuresOf(kind).flatMap((measure) => {
      const value = measure.slot === null ? 0 : values[`m${measure.slot}` as Slot];
      return value === 0
        ? []
        : [{ code: measure.code, label: measure.label, unit: measure.unit, value: value / measure.scale }];
    }),
  };
}

export function classesOf(classes: Readonly<Record<string, string>>, catalogue: Organisation['catalogue']) {
  return Object.entries(classes).map(([family, code]) => ({
    family,
    code,
    label: catalogue.labelOf(family, code) ?? { zh: code, en: code },
  }));
}

export function cursorText({ day: last, id }: Cursor): string {
  return `${last}_${id}`;
}

export function readCursor(text: string): Cursor {
  const [last = '', id = ''] = text.split('_');
  return { day: day(last), id: Number(id) };
}

export function completeness(total: number, unit: Unit, window: Window | undefined, now: Date) {
  return { total, unit: unitName(unit), ...(window && { window }), asOf: now.toISOString() };
}
