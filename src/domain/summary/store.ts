import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { parseWindow, type Window } from '#kernel/window.ts';
import type { ToldRecord } from './model.ts';
import { Template } from './template.ts';

/** The template of that name, or the only one. */
export async function readTemplate(db: Db | Tx, code?: string): Promise<Template> {
  const query = db.selectFrom('template').selectAll().orderBy('code').limit(1);
  const row = await (code === undefined ? query : query.where('code', '=', code)).executeTakeFirstOrThrow();
  return Template.parse(row.content);
}

/**
 * Verified records worth telling of, by contributor, the weightiest first: as many of each kind as the template can tell.
 * A joint event is told once, by the contributor of its lead host.
 */
export async function readTold(
  db: Db | Tx,
  { tree }: Organisation,
  unit: Unit,
  contributors: readonly Unit[],
  window: Window,
  template: Template,
): Promise<Map<string, ToldRecord[]>> {
  const blocks = template.sections.flatMap((section) =>
    section.blocks.filter((block) => block.type === 'contributions'),
  );
  const kinds = [...new Set(blocks.flatMap((block) => block.kinds))];
  const { rows } = await sql<{ id: number; kind: string; lead: number; highlight: boolean; weight: number }>`
    SELECT r.id, r.kind, r.hosts[1] AS lead, r.highlight, r.weight FROM record r
    WHERE r.status = 'verified' AND r.weight > 0 AND r.kind = ANY (${kinds}::text[]) AND r.day BETWEEN ${window.from} AND ${window.to}
      AND EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND s.unit_id = ${unit.id})
    ORDER BY r.weight DESC, r.day, r.id`.execute(db);
  const below = contributors.filter((contributor) => contributor !== unit);
  const contributorOf = (lead: number) =>
    below.find((contributor) => tree.isUnder(tree.byId(lead), contributor)) ?? unit;
  const chosen = new Map<number, string>();
  for (const [contributor, candidates] of Map.groupBy(rows, (row) => contributorOf(row.lead))) {
    for (const block of blocks) {
      const limit = contributor === unit ? block.tell.root : block.tell.other;
      const fitting = candidates.filter(
        (row) => (block.kinds as string[]).includes(row.kind) && (block.highlight ?? row.highlight) === row.highlight,
      );
      for (const row of fitting.slice(0, limit)) chosen.set(row.id, contributor.code);
    }
  }
  const told = new Map<string, ToldRecord[]>();
  for (const record of await readAccounts(db, [...chosen.keys()])) {
    const contributor = chosen.get(record.id)!;
    told.set(contributor, [...(told.get(contributor) ?? []), record]);
  }
  return told;
}

async function readAccounts(db: Db | Tx, ids: readonly number[]): Promise<ToldRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ToldRecord & Record<(typeof slots)[number], number | null>>`
    SELECT id, kind, hosts[1] AS lead, starts, day, title, narrative, weight, highlight, ${sql.raw(slots.join(', '))}
    FROM record WHERE id = ANY (${[...ids]}::bigint[]) ORDER BY weight DESC, day, id`.execute(db);
  return rows.map((row) => ({ ...row, values: row }));
}

/** Who holds which post on that day, in the order of the register. */
export async function readHolders(
  db: Db | Tx,
  day: Day,
): Promise<{ code: string; name: string; post: string; unit: string }[]> {
  return await db
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person_id')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .select(['person.code', 'person.name', 'post.role as post', 'unit.code as unit'])
    .where('post.valid_from', '<=', day)
    .where((where) => where.or([where('post.valid_to', 'is', null), where('post.valid_to', '>=', day)]))
    .orderBy('post.id')
    .execute();
}

/** The distinct words of a field of records hosted by or under these units, by unit, the most frequent first. */
export async function readTexts(
  db: Db | Tx,
  units: readonly Unit[],
  window: Window,
  field: string,
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ code: string; text: string }>`
    SELECT unit.code, word AS text
    FROM unit JOIN record_scope s ON s.unit_id = unit.id AND s.day BETWEEN ${window.from} AND ${window.to}
    JOIN record r ON r.id = s.record_id CROSS JOIN LATERAL regexp_split_to_table(r.fields ->> ${field}, '[、,，;；]') AS word
    WHERE unit.id = ANY (${units.map((unit) => unit.id)}::int[]) AND r.status = 'verified' AND r.fields ? ${field} AND word <> ''
    GROUP BY 1, 2 ORDER BY 1, count(*) DESC, 2`.execute(db);
  const texts = new Map<string, string[]>();
  for (const { code, text } of rows) texts.set(code, [...(texts.get(code) ?? []), text]);
  return texts;
}

/** Commitments of the unit's round for this window. */
export async function readCommitments(db: Db | Tx, unit: Unit, window: Window): Promise<{ title: string }[]> {
  return await db
    .selectFrom('commitment')
    .innerJoin('round', 'round.id', 'commitment.round_id')
    .select('commitment.title')
    .where('round.unit_id', '=', unit.id)
    .where('round.from_day', '=', window.from)
    .where('round.to_day', '=', window.to)
    .orderBy('commitment.position')
    .execute();
}

/** How many records of the window wait to be verified. */
export async function countPending(db: Db | Tx, unit: Unit, window: Window): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) FROM record r WHERE r.status = 'submitted' AND r.day BETWEEN ${window.from} AND ${window.to}
      AND EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND s.unit_id = ${unit.id})`.execute(db);
  return rows[0]!.count;
}

export interface Round {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly unitId: number;
  readonly window: Window;
  readonly windows: Readonly<Record<string, Window>>;
  readonly template: string;
}

/** The round of that unit with exactly this window, if one was opened. */
export async function findRound(db: Db | Tx, unit: Unit, window: Window): Promise<Round | undefined> {
  const rounds = await readRounds(db);
  return rounds.find(
    (round) => round.unitId === unit.id && round.window.from === window.from && round.window.to === window.to,
  );
}

/** All rounds, the newest first. */
export async function readRounds(db: Db | Tx): Promise<Round[]> {
  const rows = await db.selectFrom('round').selectAll().orderBy('to_day', 'desc').orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    title: row.title,
    unitId: row.unit_id,
    window: { from: row.from_day, to: row.to_day },
    windows: Object.fromEntries(Object.entries(row.windows).map(([name, text]) => [name, parseWindow(text)])),
    template: row.template,
  }));
}
