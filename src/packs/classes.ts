import { z } from 'zod';
import type { ClassList, Family } from '#domain/classes/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Day } from '#kernel/day.ts';
import type { Findings } from './findings.ts';
import { dayText, joined, overlap, plain, text } from './forms.ts';
import type { ClassMap } from './model.ts';
import { fit, readYaml, type YamlFile } from './yaml.ts';

const ClassEntry = z.strictObject({ code: plain, label: text });

const ListEntry = z.strictObject({
  code: joined,
  title: text,
  valid_from: dayText,
  valid_to: dayText.optional(),
  classes: z.array(ClassEntry).min(1),
});

/** `list.class` */
const classRef = z
  .string()
  .regex(/^[^.]+\.[^.]+$/, 'list.class')
  .transform((given) => {
    const [list = '', code = ''] = given.split('.');
    return { list, code };
  });

const FamilyEntry = z.strictObject({
  family: plain,
  title: text,
  lists: z.array(ListEntry).min(1),
  /** From a class of the family to one of another version, or of another family (the national list). */
  map: z.array(z.strictObject({ from: classRef, to: classRef })).default([]),
});
type FamilyEntry = z.output<typeof FamilyEntry>;

/** The class families of classes.yaml, versions in order of time, and how classes of one version are called in another. */
export function readClasses(folder: string, findings: Findings): { families: Family[]; maps: ClassMap[] } {
  const file = readYaml(folder, 'classes.yaml', findings);
  const entries = file && fit(z.array(z.unknown()), file, [], file.data ?? [], findings);
  if (!file || !entries) return { families: [], maps: [] };
  const found = entries.flatMap((entry, at) => {
    const family = fit(FamilyEntry, file, [at], entry, findings);
    return family ? [{ at, family }] : [];
  });
  const codes = found.map(({ at, family }) => ({ code: family.family, place: file.placeOf([at, 'family']) }));
  const lists = found.flatMap(({ at, family }) =>
    family.lists.map((list, index) => ({ code: list.code, place: file.placeOf([at, 'lists', index, 'code']) })),
  );
  findRepeats('family_twice', codes, findings);
  findRepeats('list_twice', lists, findings);
  const classes = classesByList(found.map(({ family }) => family));
  for (const { at, family } of found) {
    checkLists(file, at, family, findings);
    checkMap(file, at, family, classes, findings);
  }
  if (found.length === entries.length)
    checkNeeded(
      found.map(({ family }) => family.family),
      findings,
    );
  return { families: found.map(({ family }) => toFamily(family)), maps: found.flatMap(({ family }) => family.map) };
}

/** A finding for each code that is used before. */
export function findRepeats(code: string, all: readonly { code: string; place: string }[], findings: Findings): void {
  const first = new Map<string, string>();
  for (const one of all) {
    const before = first.get(one.code);
    if (before === undefined) first.set(one.code, one.place);
    else
      findings.add(
        code,
        one.place,
        `代码“${one.code}”已在 ${before} 用过`,
        `the code "${one.code}" is already used at ${before}`,
      );
  }
}

function checkLists(file: YamlFile, at: number, family: FamilyEntry, findings: Findings): void {
  family.lists.forEach((list, index) => {
    const path = [at, 'lists', index];
    const validity = validityOf(list);
    if (validity.validTo !== null && validity.validTo < list.valid_from) {
      findings.add(
        'validity_reversed',
        file.placeOf([...path, 'valid_to']),
        `“${list.code}”的有效期颠倒了`,
        `the validity of "${list.code}" is reversed`,
      );
    }
    for (const other of family.lists.slice(0, index)) {
      if (!overlap(validityOf(other), validity)) continue;
      findings.add(
        'lists_overlap',
        file.placeOf([...path, 'valid_from']),
        `“${list.code}”与“${other.code}”的有效期重叠，同一天只能用一张表`,
        `"${list.code}" and "${other.code}" are valid at the same time; one list holds on one day`,
      );
    }
    const codes = list.classes.map((one, each) => ({
      code: one.code,
      place: file.placeOf([...path, 'classes', each]),
    }));
    findRepeats('class_twice', codes, findings);
  });
}

type ClassesByList = ReadonlyMap<string, ReadonlySet<string>>;

function classesByList(families: readonly FamilyEntry[]): ClassesByList {
  const lists = families.flatMap((family) => family.lists);
  return new Map(lists.map((list) => [list.code, new Set(list.classes.map((one) => one.code))]));
}

function checkMap(file: YamlFile, at: number, family: FamilyEntry, classes: ClassesByList, findings: Findings): void {
  const own = family.lists.map((list) => list.code);
  const seen = new Set<string>();
  family.map.forEach((one, index) => {
    const place = file.placeOf([at, 'map', index]);
    for (const end of [one.from, one.to]) {
      if (classes.get(end.list)?.has(end.code)) continue;
      findings.add(
        'class_unknown',
        place,
        `没有“${end.list}.${end.code}”这一类`,
        `there is no class "${end.list}.${end.code}"`,
      );
    }
    if (!own.includes(one.from.list))
      findings.add(
        'map_foreign',
        place,
        `“${one.from.list}”不是本分类的表`,
        `"${one.from.list}" is not a list of this family`,
      );
    const pair = `${one.from.list}.${one.from.code} ${one.to.list}.${one.to.code}`;
    if (one.from.list === one.to.list)
      findings.add('map_within', place, `${pair} 在同一张表里，不用对应`, `${pair} are of the same list`);
    if (seen.has(pair)) findings.add('map_twice', place, `${pair} 写了两次`, `${pair} is mapped twice`);
    seen.add(pair);
  });
}

/** Families that a kind cannot do without. */
function checkNeeded(families: readonly string[], findings: Findings): void {
  for (const kind of Object.values(kinds)) {
    for (const { family, required } of kind.classes) {
      if (!required || families.includes(family)) continue;
      findings.add(
        'family_missing',
        'classes.yaml',
        `缺少“${family}”分类：${kind.label.zh}记录必须选它`,
        `the family "${family}" is missing; records of ${kind.label.en} need it`,
      );
    }
  }
}

function toFamily(entry: FamilyEntry): Family {
  const lists = entry.lists.map(
    (list): ClassList => ({
      code: list.code,
      family: entry.family,
      label: list.title,
      ...validityOf(list),
      classes: list.classes.map(({ code, label }) => ({ code, label })),
    }),
  );
  return {
    code: entry.family,
    label: entry.title,
    lists: lists.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)),
  };
}

function validityOf(list: { valid_from: Day; valid_to?: Day | undefined }): { validFrom: Day; validTo: Day | null } {
  return { validFrom: list.valid_from, validTo: list.valid_to ?? null };
}
