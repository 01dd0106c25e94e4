import { test } from 'node:test';
import { sql } from 'kysely';
import { openOffice } from '/work/main/test/small-office.ts';
test('people list at 4000', async () => {
  const office = await openOffice();
  try {
    await sql`WITH a AS (INSERT INTO account (username, name, password_hash) SELECT 'm' || n, '人' || n, '' FROM generate_series(1, 4000) n RETURNING id)
      INSERT INTO post (account_id, unit_id, role, valid_from) SELECT a.id, u.id, 'reporter', '2020-01-01' FROM a JOIN LATERAL (SELECT id FROM unit WHERE a.id > 0 ORDER BY random() LIMIT 1) u ON true`.execute(office.database.system);
    await sql`ANALYZE`.execute(office.database.system);
    const admin = await (await office.hire('administrator', 'lake')).enter();
    const times = [] as number[];
    for (let i = 0; i < 30; i++) { const t = performance.now(); const { body } = await admin.ask('GET', '/accounts?unit=lake'); times.push(performance.now() - t); if (i === 0) console.log(body.completeness.total, body.rows.length); }
    times.sort((a, b) => a - b); console.log('list p50', times[15], 'p95', times[28]);
    const s = [] as number[];
    for (let i = 0; i < 30; i++) { const t = performance.now(); await admin.ask('GET', `/accounts?unit=lake&text=m39`); s.push(performance.now() - t); }
    s.sort((a, b) => a - b); console.log('search p50', s[15], 'p95', s[28]);
    const m = [] as number[];
    for (let i = 0; i < 60; i++) { const t = performance.now(); await admin.ask('GET', `/session`); m.push(performance.now() - t); }
    m.sort((a, b) => a - b); console.log('me p50', m[30], 'p95', m[57]);
  } finally { await office.database.drop(); }
});
