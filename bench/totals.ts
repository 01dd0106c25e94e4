import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '#db/open.ts';
import { slots } from '#db/tables.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { sumCells } from '#domain/tallies/store.ts';
import { day } from '#kernel/day.ts';
import { type Line, median, ms, timed } from './measure.ts';

const sums = slots.map((slot) => `coalesce(sum(${slot}), 0)::bigint AS ${slot}`).join(', ');

/** All districts by facet in a window that cuts a month: from the tallies, by bare SQL over the same rows, and by DuckDB over the same rows. */
export async function totalsBench(database: Database): Promise<Line[]> {
  const { tree } = await readOrganisation(database.system);
  const units = [tree.root(), ...tree.childrenOf(tree.root()).filter((unit) => unit.kind === 'association')].map(
    (unit) => unit.id,
  );
  const window = { from: day('2024-01-01'), to: day('2024-11-19') };
  const fromCells = await sumCells(database.system, units, window);
  const cells = median(await timed(20, () => sumCells(database.system, units, window)));
  const bare = sql<{ unit_id: number; facet_id: number; n: number; m1: number }>`
    SELECT s.unit_id, r.facet_id, count(*) AS n, ${sql.raw(sums)} FROM record r JOIN record_scope s ON s.record_id = r.id
    WHERE r.status = 'verified' AND r.day BETWEEN ${window.from} AND ${window.to} AND s.unit_id = ANY (${units}::int[]) GROUP BY 1, 2`;
  check(fromCells, (await bare.execute(database.system)).rows);
  const postgres = median(await timed(3, () => bare.execute(database.system), 1));
  const duck = await duckdb(database, units, window.from, window.to);
  check(fromCells, duck.rows);
  return [
    { what: `tallies, ${units.length} units, ${fromCells.length} cells`, value: ms(cells) },
    {
      what: 'bare SQL over the records, PostgreSQL',
      value: ms(postgres),
      ratio: `${(postgres / cells).toFixed(0)} x the tallies`,
    },
    {
      what: 'scan of the same rows, DuckDB',
      value: ms(duck.taken),
      ratio: `${(duck.taken / cells).toFixed(1)} x the tallies`,
    },
  ];
}

type Cell = { unit_id: number; facet_id: number; n: number; m1: number };

function check(
  cells: readonly { unitId: number; facetId: number; n: number; values: { m1: number } }[],
  rows: readonly Cell[],
): void {
  const known = new Map(rows.map((row) => [`${row.unit_id}/${row.facet_id}`, row]));
  const wrong = cells.filter((cell) => {
    const row = known.get(`${cell.unitId}/${cell.facetId}`);
    return Number(row?.n) !== cell.n || Number(row?.m1) !== cell.values.m1;
  });
  if (wrong.length > 0 || known.size !== cells.length)
    throw new Error(`the peers do not agree: ${wrong.length} cells differ`);
}

async function duckdb(database: Database, units: readonly number[], from: string, to: string) {
  const folder = mkdtempSync(join(tmpdir(), 'taizhang-duck-'));
  try {
    const instance = await DuckDBInstance.create(join(folder, 'records.duckdb'), { threads: '2' });
    const connection = await instance.connect();
    const columns = slots.map((slot) => `${slot} BIGINT`).join(', ');
    await copyOut(
      database,
      folder,
      'record',
      sql`SELECT id, facet_id, day, ${sql.raw(slots.join(', '))} FROM record WHERE status = 'verified'`,
    );
    await copyOut(database, folder, 'scope', sql`SELECT unit_id, record_id FROM record_scope`);
    await connection.run(`CREATE TABLE record (id BIGINT, facet_id INTEGER, day DATE, ${columns})`);
    await connection.run('CREATE TABLE scope (unit_id INTEGER, record_id BIGINT)');
    for (const table of ['record', 'scope'])
      await connection.run(`COPY ${table} FROM '${join(folder, `${table}.csv`)}' (HEADER false)`);
    const query = `SELECT unit_id, facet_id, count(*)::INTEGER AS n, ${slots.map((slot) => `coalesce(sum(${slot}), 0)::DOUBLE AS ${slot}`).join(', ')}
      FROM record JOIN scope ON scope.record_id = record.id
      WHERE day BETWEEN DATE '${from}' AND DATE '${to}' AND unit_id IN (${units.join(', ')}) GROUP BY 1, 2`;
    const rows = (await connection.runAndReadAll(query)).getRowObjectsJS() as unknown as Cell[];
    const taken = median(await timed(5, () => connection.runAndReadAll(query), 1));
    connection.closeSync();
    return { rows, taken };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows as CSV, some hundred thousand at a time. */
async function copyOut(database: Database, folder: string, table: string, query: RawBuilder<unknown>): Promise<void> {
  const path = join(folder, `${table}.csv`);
  writeFileSync(path, '');
  await database.system.transaction().execute(async (tx) => {
    await sql`DECLARE rows NO SCROLL CURSOR FOR ${query}`.execute(tx);
    for (;;) {
      const { rows } = await sql<Record<string, unknown>>`FETCH 100000 FROM rows`.execute(tx);
      if (rows.length === 0) return;
      writeFileSync(
        path,
        `${rows
          .map((row) =>
            Object.values(row)
              .map((value) => value ?? '')
              .join(','),
          )
          .join('\n')}\n`,
        { flag: 'a' },
      );
    }
  });
}
