import type { Catalogue } from '#domain/classes/model.ts';
import type { Kind, PersonRole } from '#domain/kinds/model.ts';
import { readNumber } from '#domain/reading/typedNumber.ts';
import type { OutletLevels } from '#domain/records/habits.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { dayInWords, parseDay } from '#kernel/day.ts';
import { type Problem, problem } from '#kernel/problem.ts';

/** What a form was sent with: names and their values in order, as a browser or the phone's queue gives them. */
export type Answers = readonly (readonly [name: string, value: string])[];

/** The draft that some answers make, and what in them could not be read. */
export interface Reading {
  readonly draft: RecordDraft;
  readonly problems: readonly Problem[];
}

/**
 * Puts the answers in place of what `start` says; whatever was not asked stays. The same answers give the same draft however
 * they arrived: line ends, blanks and full-width forms are levelled.
 */
export function draftFrom(
  answers: Answers,
  start: RecordDraft,
  kind: Kind,
  catalogue: Catalogue,
  outlets: OutletLevels,
): Reading {
  const problems: Problem[] = [];
  const reader = new Reader(answers);
  const add = (code: string, place: string, zh: string, en: string) => problems.push(problem(code, { zh, en }, place));
  const days = readDays(reader, start, add);
  const measures = readMeasures(reader, start, kind, catalogue, add);
  const fields = readFields(reader, start, kind, outlets, add);
  const host = reader.one('host') ?? start.hosts[0]!;
  const cohosts = reader.has('cohost') ? reader.all('cohost') : start.hosts.slice(1);
  const draft: RecordDraft = {
    ...start,
    ...days,
    kind: kind.code,
    hosts: [host, ...new Set(cohosts.filter((one) => one !== host))],
    title: reader.one('title') ?? start.title,
    place: readPlace(reader) ?? start.place,
    partners: reader.has('partner') ? readPartners(reader) : start.partners,
    classes: readClasses(reader, start, kind, fields, outlets),
    measures,
    narrative: reader.has('narrative') ? readNarrative(reader.one('narrative')!, kind, catalogue) : start.narrative,
    people: readPeople(reader, start, kind),
    fields,
  };
  if (draft.title === '')
    add('title_missing', 'title', '还没有写名称，写几个字就行', 'the title is missing; a few words will do');
  for (const [place, text, most] of [
    ['title', draft.title, 200],
    ['place', draft.place, 200],
    ['narrative', draft.narrative, 5000],
    ...draft.partners.map((one) => ['partners', one, 100] as const),
  ] as const) {
    if (text.length > most)
      add(
        'text_too_long',
        place,
        `最多 ${most} 个字，现在有 ${text.length} 个，请写短一些`,
        `at most ${most} characters; there are ${text.length}`,
      );
  }
  return { draft, problems };
}

type Add = (code: string, place: string, zh: string, en: string) => void;

class Reader {
  readonly #values: Map<string, string[]>;

  constructor(answers: Answers) {
    this.#values = new Map();
    for (const [name, value] of answers) this.#values.set(name, [...(this.#values.get(name) ?? []), tidy(value)]);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The first value that is not empty, else an empty one; undefined when it was not asked. */
  one(name: string): string | undefined {
    const values = this.#values.get(name);
    return values && (values.find((value) => value !== '') ?? '');
  }

  /** Each value that is not empty, once. */
  all(name: string): string[] {
    return [...new Set(this.#values.get(name)?.filter((value) => value !== ''))];
  }
}

/** A browser sends line ends as CRLF, a script as LF. */
function tidy(value: string): string {
  return value
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

function readDays(reader: Reader, start: RecordDraft, add: Add): Pick<RecordDraft, 'from' | 'to'> {
  if (!reader.has('day')) return { from: start.from, to: start.to };
  const picked = reader.one('day')!;
  const text = picked === 'other' ? (reader.one('day_other') ?? '') : picked;
  const to = parseDay(text);
  if (!to) {
    if (text === '') add('day_missing', 'to', '还没有选日期，请选一天', 'no day has been chosen');
    else add('day_unknown', 'to', `日期“${text}”不存在，请重新选`, `${text} is not a day`);
  }
  const first = reader.one('day_from') ?? '';
  const from = first === '' ? to : parseDay(first);
  if (first !== '' && !from) add('day_unknown', 'from', `日期“${first}”不存在，请重新选`, `${first} is not a day`);
  if (to && from && from > to)
    add(
      'days_reversed',
      'from',
      `开始那天（${dayInWords(from)}）晚于最后一天（${dayInWords(to)}），请对调`,
      `it starts on ${from}, after it ends on ${to}`,
    );
  return { to: to ?? start.to, from: to && from && from <= to ? from : (to ?? start.to) };
}

/** What is written counts before what is tapped. */
function readPlace(reader: Reader): string | undefined {
  if (!reader.has('place') && !reader.has('place_pick')) return undefined;
  return reader.one('place') || (reader.one('place_pick') ?? '');
}

function readPartners(reader: Reader): string[] {
  return [
    ...new Set(
      reader
        .all('partner')
        .flatMap((value) => value.split(/[、，,；;\n]/))
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ];
}

function readMeasures(
  reader: Reader,
  start: RecordDraft,
  kind: Kind,
  catalogue: Catalogue,
  add: Add,
): Record<string, number> {
  const measures = { ...start.measures };
  for (const { field, label, unit, scale, slot } of catalogue.measuresOf(kind.code)) {
    const text = slot === null ? undefined : reader.one(`m.${field}`);
    if (text === undefined) continue;
    delete measures[field];
    if (text === '') continue;
    const value = readNumber(text, unit);
    // A thousandth off is a rounding of binary fractions, not a finer sum.
    const steps = value === undefined ? undefined : Math.round(value * scale);
    if (value === undefined || steps === undefined || Math.abs(value * scale - steps) > 0.001)
      add(
        'count_unreadable',
        `measures/${field}`,
        `${label.zh}填的是“${text}”，请只填数字，例如 ${scale === 1 ? '120' : '120.50'}`,
        `${label.en} is "${text}"; please give a number`,
      );
    else measures[field] = steps;
  }
  return measures;
}

function readFields(
  reader: Reader,
  start: RecordDraft,
  kind: Kind,
  outlets: OutletLevels,
  add: Add,
): Record<string, string> {
  const fields = { ...start.fields };
  for (const { code, label, type } of kind.fields) {
    const text = reader.one(`f.${code}`);
    if (text === undefined) continue;
    delete fields[code];
    if (text === '') continue;
    fields[code] = type === 'url' && !/^[a-z]+:/i.test(text) ? `https://${text}` : text;
    if (type === 'url' && !isAddress(fields[code]!))
      add(
        'url_form',
        `fields/${code}`,
        `${label.zh}“${text.slice(0, 40)}”不像网址，请从浏览器里复制整个地址`,
        `"${text.slice(0, 40)}" is not an address`,
      );
    if (type === 'outlet' && outlets.size > 0 && !outlets.has(text) && start.fields[code] !== text)
      add(
        'outlet_unknown',
        `fields/${code}`,
        `没有登记过这家媒体，请从名单里选`,
        'this outlet is not known; choose one from the list',
      );
    if (text.length > 2000)
      add('text_too_long', `fields/${code}`, `${label.zh}太长了，请写短一些`, `${label.en} is too long`);
  }
  return fields;
}

function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname.includes('.');
}

function readClasses(
  reader: Reader,
  start: RecordDraft,
  kind: Kind,
  fields: Readonly<Record<string, string>>,
  outlets: OutletLevels,
): Record<string, string> {
  const classes = { ...start.classes };
  for (const { family } of kind.classes) {
    const code = reader.one(`c.${family}`);
    if (code === undefined) continue;
    delete classes[family];
    if (code !== '') classes[family] = code;
  }
  for (const { code, type } of kind.fields) {
    const known = type === 'outlet' && reader.has(`f.${code}`) ? outlets.get(fields[code] ?? '') : undefined;
    if (known && kind.classes.some((one) => one.family === known.family)) classes[known.family] = known.level;
  }
  return classes;
}

function readPeople(reader: Reader, start: RecordDraft, kind: Kind): RecordDraft['people'] {
  const asked = (role: PersonRole) => kind.people.includes(role) && reader.has(`p.${role}`);
  const kept = start.people.filter((one) => !asked(one.role));
  const said = kind.people.filter(asked).flatMap((role) => reader.all(`p.${role}`).map((person) => ({ person, role })));
  return [...kept, ...said];
}

/** In the form a number of the record's own is written by its label: {参加人次}. */
function readNarrative(text: string, kind: Kind, catalogue: Catalogue): string {
  return text.replaceAll(/\{([^{}]+)\}/g, (token, label: string) => {
    const measure = catalogue.measuresOf(kind.code).find((one) => one.label.zh === label || one.label.en === label);
    return measure ? `{${measure.field}}` : token;
  });
}

/** The other way round, in the form's language. */
export function showNarrative(text: string, kind: Kind, catalogue: Catalogue, language: 'zh' | 'en'): string {
  return text.replaceAll(/\{([a-z_]+)\}/g, (token, field: string) => {
    const measure = catalogue.measure(`${kind.code}.${field}`);
    return measure ? `{${measure.label[language]}}` : token;
  });
}
