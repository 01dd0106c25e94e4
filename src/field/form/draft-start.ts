import { randomUUID } from 'node:crypto';
import type { Catalogue } from '#domain/classes/model.ts';
import type { Kind } from '#domain/kinds/model.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import type { Day } from '#kernel/day.ts';

/** What a new form says before anybody answers: the unit, today, and the counts that a silent record has anyway. */
export function blankDraft(kind: Kind, host: string, today: Day, catalogue: Catalogue): RecordDraft {
  const defaults = catalogue
    .measuresOf(kind.code)
    .flatMap(({ field, slot, defaultValue }) =>
      slot === null || defaultValue === null ? [] : [[field, defaultValue] as const],
    );
  return {
    kind: kind.code,
    hosts: [host],
    from: today,
    to: today,
    title: '',
    place: '',
    partners: [],
    classes: {},
    measures: Object.fromEntries(defaults),
    narrative: '',
    highlight: false,
    people: [],
    fields: {},
    key: randomUUID(),
    generated: false,
  };
}

/** A new draft like an earlier record: all but the day, what was counted and what was told. Classes out of force are left out. */
export function draftLike(earlier: RecordDraft, blank: RecordDraft, catalogue: Catalogue): RecordDraft {
  const classes = Object.entries(earlier.classes).filter(([family, code]) =>
    catalogue.listOn(family, blank.to)?.classes.some((one) => one.code === code),
  );
  const { title, place, partners, people, hosts } = earlier;
  return { ...blank, title, place, partners, people, hosts, classes: Object.fromEntries(classes) };
}
