import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { strToU8, zipSync } from 'fflate';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '#db/open.ts';
import { slots } from '#db/tables.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { acceptImport, previewImport, type Upload } from '#domain/imports/actions.ts';
import { openSheet } from '#formats/sheet-read.ts';
import { addDays, day } from '#kernel/day.ts';
import type { Line } from './measure.ts';

const count = 40_000;
const firstDay = day('2024-01-01');

/** A sheet of 100,000 lectures: read, previewed, and imported with every check, against COPY of the same records. */
export async function importBench(database: Database): Promise<Line[]> {
  const organisation = await readOrganisation(database.system);
  const setting = { organisation, today: day('2024-12-31') };
  const streets = organisation.tree.units.filter((unit) => unit.kind === 'branch');
  const venues = organisation.catalogue.listOn('venue', firstDay)!.classes.map((one) => one.label.zh);
  const hosts = streets.map((unit) => unit.name);
  const bytes = workbook(hosts, venues, new Date().toISOString());
  const upload: Upload = { kind: 'lecture', bytes, name: 'bench.xlsx' };
  const account = await database.system.selectFrom('account').select(['id', 'name']).limit(1).executeTakeFirstOrThrow();
  const root = organisation.tree.root();
  const actor: Actor = {
    accountId: account.id,
    name: account.name,
    posts: [{ role: 'secretary', unitId: root.id, path: root.path, from: root.validFrom, to: null }],
  };
  const reading = new Growth();
  const read = await seconds(async () => {
    let rows = 0;
    for await (const _ of openSheet(bytes).rows) {
      if (++rows % 5000 === 0) reading.note();
    }
    if (rows !== count + 1) throw new Error(`${rows} rows read`);
  });
  const readGrowth = reading.end();
  const previewed = await seconds(async () => {
    const { fresh } = await previewImport(database.system, actor, upload, setting, () => {});
    if (fresh !== count) throw new Error(`${fresh} rows would be taken`);
  });
  const importing = new Growth();
  const imported = await seconds(async () => {
    const { fresh } = await asActor(database, actor, (tx) =>
      acceptImport(tx, actor, upload, setting, { partly: false }),
    );
    if (fresh !== count) throw new Error(`${fresh} rows were taken`);
  });
  const importGrowth = importing.end();
  const again = await seconds(async () => {
    const { repeated } = await asActor(database, actor, (tx) =>
      acceptImport(tx, actor, upload, setting, { partly: false }),
    );
    if (repeated !== count) throw new Error(`${repeated} rows were repeated`);
  });
  const copied = await copySame(database);
  const speed = (taken: number) => `${Math.round(count / taken)} rows/s`;
  return [
    {
      what: `XLSX of 100,000 rows (${(bytes.length / 2 ** 20).toFixed(1)} MB), read`,
      value: speed(read),
      ratio: readGrowth,
    },
    { what: 'the same, previewed with every check', value: speed(previewed) },
    {
      what: 'the same, imported as records with every check',
      value: speed(imported),
      ratio: `${(count / imported / 10_000).toFixed(2)} of the target 10,000; ${(copied / imported).toFixed(2)} of COPY; ${importGrowth}`,
    },
    { what: 'the same sheet a second time, nothing made', value: speed(again) },
    { what: 'COPY of the same records, scopes and steps, no check', value: speed(copied) },
  ];
}

/** Copies what the import made out of its tables, takes it away, and copies it back in. Returns the seconds of the last. */
async function copySame({ pool }: Database): Promise<number> {
  const client = await pool.connect();
  const made = 'SELECT i.record_id FROM import_row i';
  const own = [
    'key',
    'kind',
    'facet_id',
    'status',
    'starts',
    'day',
    'title',
    'place',
    'partners',
    'narrative',
    'highlight',
    'fields',
  ];
  const record = [...own, 'hosts', 'scope', ...slots, 'generated', 'weight', 'hash', 'created_by'].join(', ');
  try {
    await client.query("SET app.bulk = 'on'");
    const files: [string, Buffer][] = [];
    for (const [table, columns, where] of [
      ['record', `id, ${record}`, `id IN (${made})`],
      ['record_scope', 'unit_id, day, record_id, facet_id', `record_id IN (${made})`],
      ['record_step', 'record_id, to_status, by_account, hash', `record_id IN (${made})`],
    ] as const) {
      const { rows } = await client.query<{ line: string }>(
        `SELECT concat_ws(E'\\t', ${columns
          .split(', ')
          .map((one) => `coalesce(replace(${one}::text, '\\', '\\\\'), '\\N')`)
          .join(', ')}) AS line FROM ${table} WHERE ${where}`,
      );
      files.push([`${table} (${columns})`, Buffer.from(rows.map((row) => `${row.line}\n`).join(''))]);
    }
    await client.query(`DELETE FROM record WHERE id IN (${made})`);
    const taken = await seconds(async () => {
      await client.query('BEGIN');
      for (const [target, bytes] of files) {
        await pipeline(
          async function* () {
            for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
          },
          client.query(copyFrom(`COPY ${target} FROM STDIN`)),
        );
      }
      await client.query('COMMIT');
    });
    await client.query("DELETE FROM record WHERE key LIKE 'sheet-%'; DELETE FROM import_batch; RESET app.bulk");
    return taken;
  } finally {
    client.release();
  }
}

function workbook(hosts: readonly string[], venues: readonly string[], stamp: string): Uint8Array {
  const heading = ['主办单位', '日期', '标题', '地点', '场所类别', '听讲人次', '协办单位', '听众', '经过', '亮点'];
  const strings = new Map<string, number>();
  const shared = (text: string) => {
    const at = strings.get(text) ?? strings.size;
    strings.set(text, at);
    return `<c t="s"><v>${at}</v></c>`;
  };
  const lines = [`<row r="1">${heading.map(shared).join('')}</row>`];
  for (let index = 0; index < count; index++) {
    const host = hosts[index % hosts.length]!;
    const cells = [
      shared(host),
      shared(addDays(firstDay, index % 360)),
      shared(`${host}宣讲第 ${index + 1} 场（${stamp}）`),
      shared('社区文化广场'),
      shared(venues[index % venues.length]!),
      `<c><v>${20 + (index % 180)}</v></c>`,
      shared('街道办事处、派出所'),
      shared('社区居民'),
      shared(`${host}组织讲师走进社区，围绕防范知识讲了一课，现场发放资料并答疑，居民反响热烈。第 ${index % 997} 组。`),
      shared('否'),
    ];
    lines.push(`<row r="${index + 2}">${cells.join('')}</row>`);
  }
  const sheet = `<worksheet><sheetData>${lines.join('')}</sheetData></worksheet>`;
  const texts = `<sst>${Array.from(strings.keys(), (text) => `<si><t>${text}</t></si>`).join('')}</sst>`;
  return zipSync({
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': strToU8(texts),
    'xl/worksheets/sheet1.xml': strToU8(sheet),
  });
}

/**
 * How far the heap and its buffers have been found above what was alive at the beginning, garbage included, in MB. `note` is
 * for work that gives timers no turn.
 */
class Growth {
  readonly #before: number;
  #peak = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    collect();
    this.#before = held();
    this.#timer = setInterval(() => this.note(), 20);
  }

  note(): void {
    this.#peak = Math.max(this.#peak, held());
  }

  end(): string {
    this.note();
    clearInterval(this.#timer);
    return `memory +${Math.round((this.#peak - this.#before) / 2 ** 20)} MB`;
  }
}

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Takes out the garbage of what came before. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
