import type { Catalogue } from '#domain/classes/model.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { personRoleLabels } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { isValidOn } from '#domain/units/tree.ts';
import { canonicalJson, sha256 } from '#kernel/canonical.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import type { RecordDraft, Status } from './model.ts';

/** Which step may follow which. Besides these, an edit takes a verified record back to submitted and out of the counts. */
const mayMove = {
  draft: ['submitted', 'void'],
  submitted: ['verified', 'returned', 'void'],
  returned: ['submitted', 'void'],
  verified: ['returned', 'void'],
  void: [],
} as const satisfies Record<Status, readonly Status[]>;

export function isMoveAllowed(from: Status, to: Status): boolean {
  return (mayMove[from] as readonly Status[]).includes(to);
}

/** Only verified records are counted. */
export function isCounted(status: Status): boolean {
  return status === 'verified';
}

/**
 * SHA-256 of what the record says; steps are bound to it. The sender's key and the order of people are no part of the
 * content, and a measure that is not given says its default, so that a record read back has the hash it was written with.
 */
export function contentHash(draft: RecordDraft, catalogue: Catalogue): string {
  const { key: _, people, measures, ...content } = draft;
  const named = people.map(({ person, role }) => ({ person, role })).sort(byText);
  return sha256(canonicalJson({ ...content, measures: withDefaults(draft, catalogue), people: named }));
}

function byText(left: object, right: object): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}

/** The additive measures of a draft by field; those it is silent about say what the catalogue has for silence, if anything. */
export function withDefaults(draft: RecordDraft, catalogue: Catalogue): Record<string, number> {
  const said = catalogue.measuresOf(draft.kind).flatMap(({ field, slot, defaultValue }) => {
    const value = draft.measures[field] ?? defaultValue;
    return slot === null || value === null ? [] : [[field, value] as const];
  });
  return Object.fromEntries(said);
}

/**
 * How much there is to tell of a record in a summary: 0 for rows made up to fill a total and for those with hardly a
 * sentence, else higher for longer accounts, joint events and highlights.
 */
export function weightOf(draft: RecordDraft): number {
  if (draft.generated || draft.narrative.length < 30) return 0;
  const bodies = draft.hosts.length - 1 + draft.partners.length;
  return Math.min(Math.ceil(draft.narrative.length / 20), 10) + Math.min(bodies, 5) + (draft.highlight ? 10 : 0);
}

/**
 * Everything that is wrong with a draft, all at once. A draft may still be incomplete; with `complete` the fields that
 * the figures need are asked for too. `today` bounds the day: what has not happened cannot be recorded.
 */
export function draftProblems(
  draft: RecordDraft,
  { tree, catalogue }: Organisation,
  today: Day,
  complete: boolean,
): Problem[] {
  const found: Problem[] = [];
  const add = (code: string, place: string, zh: string, en: string) => found.push(problem(code, { zh, en }, place));
  const kind = kinds[draft.kind];

  if (draft.from > draft.to)
    add(
      'days_reversed',
      'from',
      `开始日期 ${draft.from} 晚于结束日期 ${draft.to}，请对调`,
      `it starts on ${draft.from}, after it ends on ${draft.to}`,
    );
  if (draft.to > today)
    add(
      'day_in_future',
      'to',
      `日期 ${draft.to} 还没有到，请填实际开展的日期`,
      `${draft.to} is still to come; give the day it took place`,
    );
  for (const [index, code] of draft.hosts.entries()) {
    const unit = tree.find(code);
    if (!unit) add('unit_unknown', `hosts/${index}`, `没有代码为“${code}”的单位`, `there is no unit ${code}`);
    else {
      const outside = [draft.from, draft.to].find((one) => !isValidOn(unit, one));
      if (outside !== undefined)
        add(
          'unit_not_valid',
          `hosts/${index}`,
          `${unit.name}在 ${outside} 还没有成立或已经撤并（${unit.validFrom} 至 ${unit.validTo ?? '今'}），请改日期或主办单位`,
          `${unit.name} did not exist on ${outside}`,
        );
    }
  }
  if (new Set(draft.hosts).size < draft.hosts.length)
    add('host_twice', 'hosts', '主办单位重复了，请删去一个', 'a host is named twice');
  for (const [field, value] of Object.entries(draft.measures)) {
    const measure = catalogue.measure(`${draft.kind}.${field}`);
    const place = `measures/${field}`;
    if (!measure)
      add(
        'measure_unknown',
        place,
        `${kind.label.zh}没有“${field}”这个指标`,
        `${kind.label.en} has no measure ${field}`,
      );
    else if (measure.slot === null)
      add(
        'measure_not_entered',
        place,
        `${measure.label.zh}由系统去重统计，不在记录里填写`,
        `${measure.label.en} is counted by the system and not entered in a record`,
      );
    else if (!Number.isInteger(value) || value < 0)
      add(
        'count_not_whole',
        place,
        `${measure.label.zh}填的是 ${value}，应为 0 或正整数`,
        `${measure.label.en} is ${value}; it must be 0 or a whole number`,
      );
    else if (value > 1e12)
      add(
        'count_too_large',
        place,
        `${measure.label.zh}填的是 ${value}，大得不合常理，请核对`,
        `${measure.label.en} is ${value}, too large to be true`,
      );
  }
  for (const [family, code] of Object.entries(draft.classes)) {
    const list = catalogue.listOn(family, draft.to);
    if (!list)
      add(
        'family_unknown',
        `classes/${family}`,
        `${draft.to} 没有可用的“${family}”分类表`,
        `no list of ${family} was in force on ${draft.to}`,
      );
    else if (!list.classes.some((one) => one.code === code))
      add(
        'class_unknown',
        `classes/${family}`,
        `“${code}”不在${list.label.zh}里`,
        `${code} is not in ${list.label.en}`,
      );
  }
  for (const field of Object.keys(draft.fields)) {
    if (!kind.fields.some((one) => one.code === field))
      add(
        'field_unknown',
        `fields/${field}`,
        `${kind.label.zh}没有“${field}”这一栏`,
        `${kind.label.en} has no field ${field}`,
      );
  }
  for (const [index, { person, role }] of draft.people.entries()) {
    if (!kind.people.includes(role))
      add(
        'role_unknown',
        `people/${index}`,
        `${kind.label.zh}的记录里没有“${personRoleLabels[role].zh}”`,
        `${kind.label.en} records name no ${personRoleLabels[role].en}`,
      );
    if (draft.people.findIndex((one) => one.person === person && one.role === role) < index)
      add('person_twice', `people/${index}`, '同一个人重复了，请删去一个', 'the same person is named twice');
  }
  for (const token of draft.narrative.matchAll(/\{([a-z_]+)\}/g)) {
    if (draft.measures[token[1]!] === undefined)
      add(
        'token_unknown',
        'narrative',
        `正文里的 {${token[1]}} 没有对应的数字`,
        `{${token[1]}} in the text has no number`,
      );
  }
  if (complete) {
    for (const { family, required } of kind.classes) {
      const label = catalogue.family(family)?.label;
      if (required && draft.classes[family] === undefined)
        add('class_missing', `classes/${family}`, `请选择${label?.zh ?? family}`, `choose a ${label?.en ?? family}`);
    }
    for (const field of kind.fields) {
      if (field.required && !draft.fields[field.code])
        add('field_missing', `fields/${field.code}`, `请填写${field.label.zh}`, `${field.label.en} is missing`);
    }
  }
  return found;
}
