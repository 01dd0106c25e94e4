import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Hono } from 'hono';
import type { Database } from '#db/open.ts';
import { makeApi } from '#http/api.ts';
import { type Line, ms } from './measure.ts';

/** The whole ledger as it is, taken through the API as text and as a workbook, against reading the same rows bare. */
export async function exportBench(database: Database): Promise<Line[]> {
  const app = new Hono().route('/api', makeApi(database));
  const { rows } = await database.pool.query<{ username: string; password: string }>(
    `SELECT one ->> 'username' AS username, one ->> 'password' AS password FROM setting, jsonb_array_elements(value) AS one
     WHERE name = 'demo_accounts' AND one ->> 'username' = 'mishu'`,
  );
  const entered = await app.request('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rows[0]),
  });
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  const { rows: roots } = await database.pool.query<{ code: string }>('SELECT code FROM unit WHERE parent_id IS NULL');
  const lines: Line[] = [];
  const bare = await timeBare(database);
  for (const format of ['csv', 'xlsx'] as const) {
    const { first, whole, grown } = await take(app, `/api/records.${format}?unit=${roots[0]!.code}`, cookie);
    lines.push({
      what: `${bare.rows} records exported as ${format}`,
      value: `${Math.round((bare.rows / whole) * 1000)} rows/s`,
      ratio: `first byte ${ms(first)}, ${(first / 200).toFixed(2)} of the 200 ms limit; ${(bare.ms / whole).toFixed(2)} of reading them bare; memory +${grown} MB`,
    });
  }
  return lines;
}

async function take(app: Hono, path: string, cookie: string) {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const held = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
  const before = held();
  const began = performance.now();
  const answer = await app.request(path, { headers: { cookie } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  let first = 0;
  let peak = before;
  for await (const _ of answer.body!) {
    first ||= performance.now() - began;
    peak = Math.max(peak, held());
  }
  return { first, whole: performance.now() - began, grown: Math.round((peak - before) / 2 ** 20) };
}

async function timeBare({ pool }: Database): Promise<{ rows: number; ms: number }> {
  const began = performance.now();
  const { rows } =
    await pool.query(`SELECT id, status, kind, starts, day, title, place, hosts, highlight, generated FROM record
    WHERE status <> 'draft' ORDER BY day DESC, id DESC`);
  return { rows: rows.length, ms: performance.now() - began };
}
