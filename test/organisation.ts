import { sql } from 'kysely';
import type { Database, Db } from '#db/open.ts';
import type { Actor, Role } from '#domain/access/policy.ts';
import { type Organisation, readOrganisation } from '#domain/classes/organisation.ts';
import { RecordDraft, type RecordDraftInput } from '#domain/records/model.ts';
import { type Day, day } from '#kernel/day.ts';

/** The tests' today: the invented organisation's records lie before it. */
export const today = day('2024-12-31');

/**
 * Writes the Lake City volunteers' federation: a city, two districts and their streets, a corps and an industry branch; one
 * street that moved from west to east on 2024-04-01, one founded on 2024-03-01 and one closed on 2023-12-31.
 */
export async function writeOrganisation(database: Database): Promise<Organisation> {
  const { system } = database;
  await writeCatalogue(system);
  const ids = new Map<string, number>();
  for (const [position, [path, kind, name, from = '2012-01-01', to]] of units.entries()) {
    const [code = '', parent] = path.split('/').reverse();
    const row = await system
      .insertInto('unit')
      .values({
        code,
        kind,
        name,
        short: name.replace('湖城市志愿者', ''),
        position,
        parent_id: parent === undefined ? null : ids.get(parent)!,
        path,
        valid_from: day(from),
        valid_to: to === undefined ? null : day(to),
        division_code: null,
        note: '',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.set(code, row.id);
  }
  const moved = ids.get('north')!;
  await system
    .insertInto('unit_place')
    .values([
      { unit_id: moved, path: 'lake/west/north', valid_from: day('2012-01-01'), valid_to: day('2024-03-31') },
      { unit_id: moved, path: 'lake/east/north', valid_from: day('2024-04-01') },
    ])
    .execute();
  await system
    .insertInto('person')
    .values(
      ['一', '二', '三'].map((name, index) => ({
        code: `p${index + 1}`,
        name: `周${name}`,
        generated: true,
        note: '',
      })),
    )
    .execute();
  return readOrganisation(system);
}

const units: readonly (readonly [path: string, kind: string, name: string, from?: string, to?: string])[] = [
  ['lake', 'association', '湖城市志愿者联合会'],
  ['lake/corps', 'corps', '湖城市志愿者宣讲团'],
  ['lake/transport', 'industry_branch', '湖城市志愿者交通分会'],
  ['lake/east', 'association', '东湖区志愿者协会'],
  ['lake/east/north', 'branch', '北桥街道分会'],
  ['lake/east/pine', 'branch', '松林街道分会'],
  ['lake/east/mill', 'branch', '磨坊街道分会', '2024-03-01'],
  ['lake/west', 'association', '西湖区志愿者协会'],
  ['lake/west/ferry', 'branch', '渡口街道分会'],
  ['lake/west/gate', 'branch', '城门街道分会', '2012-01-01', '2023-12-31'],
];

/** Class lists in two versions and measures of every sort: counted, claimed, money, small cells, people who differ. */
export async function writeCatalogue(system: Db): Promise<void> {
  const lists = [
    ['venue', 'venue-2023', '2012-01-01', '2023-12-31', ['school', 'community', 'family']],
    ['venue', 'venue-2024', '2024-01-01', undefined, ['school', 'community', 'family', 'company']],
    ['media_level', 'media-1', '2012-01-01', undefined, ['national', 'city']],
    ['channel', 'channel-1', '2012-01-01', undefined, ['site', 'account']],
    ['theme', 'theme-1', '2012-01-01', undefined, ['spring', 'autumn']],
    ['activity', 'activity-1', '2012-01-01', undefined, ['stall', 'show']],
  ] as const;
  for (const [position, [family, code, from, to, classes]] of lists.entries()) {
    await system
      .insertInto('class_list')
      .values({
        code,
        family,
        family_label: both(family),
        label: both(code),
        position,
        valid_from: day(from),
        valid_to: to === undefined ? null : day(to),
      })
      .execute();
    await system
      .insertInto('class')
      .values(classes.map((one, index) => ({ list: code, code: one, label: both(one), position: index })))
      .execute();
  }
  const base = { additive: 'sum', claimed: false, scale: 1, small_cell: null, default_value: null };
  const measures = [
    { ...base, code: 'lecture.sessions', slot: 1, unit: '场', default_value: 1 },
    { ...base, code: 'lecture.attendance', slot: 2, unit: '人次' },
    { ...base, code: 'lecture.regulars', slot: null, unit: '人', additive: 'distinct' },
    { ...base, code: 'publicity.sessions', slot: 1, unit: '场次', default_value: 1 },
    { ...base, code: 'publicity.attendance', slot: 2, unit: '人次' },
    { ...base, code: 'publicity.reach', slot: 3, unit: '人次', claimed: true },
    { ...base, code: 'assistance.helped', slot: 1, unit: '人', small_cell: 5 },
    { ...base, code: 'assistance.spent', slot: 2, unit: '元', scale: 100 },
    { ...base, code: 'placement.pieces', slot: 1, unit: '篇(条)', default_value: 1 },
    { ...base, code: 'article.pieces', slot: 1, unit: '篇', default_value: 1 },
  ];
  await system
    .insertInto('measure')
    .values(
      measures.map((measure, position) => {
        const [kind = '', field = ''] = measure.code.split('.');
        return { ...measure, kind, field, label: both(measure.code), position };
      }),
    )
    .execute();
}

/** An account holding these roles at these units, as it acts. */
export async function hire(
  database: Database,
  { tree }: Organisation,
  username: string,
  posts: readonly (readonly [Role, string])[],
): Promise<Actor> {
  const { id } = await database.system
    .insertInto('account')
    .values({ username, name: username, password_hash: 'cannot sign in', person_id: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  const held = posts.map(([role, code]) => {
    const unit = tree.find(code)!;
    return { role, unitId: unit.id, path: unit.path, from: day('2012-01-01'), to: null };
  });
  return { accountId: id, name: username, posts: held };
}

let drafts = 0;

/** A lecture of the pine street that nothing is wrong with, except for what is said otherwise. */
export function draftOf(changes: Partial<RecordDraftInput> = {}): RecordDraft {
  drafts += 1;
  return RecordDraft.parse({
    kind: 'lecture',
    hosts: ['pine'],
    from: '2024-05-06',
    to: '2024-05-06',
    title: '社区急救知识宣讲',
    classes: { venue: 'community' },
    measures: { sessions: 1, attendance: 40 },
    key: `draft-${drafts}`,
    ...changes,
  });
}

/** Empties every table that records and units live in and begins their numbers anew; the catalogue stays. */
export async function emptyLedger({ system }: Database): Promise<void> {
  await sql`TRUNCATE unit, unit_place, person, account, post, record, facet, tally_increment, tally_day, tally_month, edition,
    site_article, site_column RESTART IDENTITY CASCADE`.execute(system);
}

export function dayOf(year: number, month: number, date: number): Day {
  return day(`${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
}

function both(label: string): string {
  return JSON.stringify({ zh: label, en: label });
}
