import { type Context, Hono } from 'hono';
import type { Tx } from '#db/open.ts';
import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { addEntry } from '#domain/audit/store.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { type Cursor, type ListPage, type ListQuery, listRecords } from '#domain/records/list.ts';
import { statusLabels } from '#domain/records/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import { writeCsv } from '#formats/csv-write.ts';
import type { Cell } from '#formats/sheet-cells.ts';
import { type Sheet, writeXlsx } from '#formats/xlsx-write.ts';
import { refuse } from '#kernel/problem.ts';
import { RecordFilters } from './contract/records.ts';
import { download, type SheetFormat, sheetTypes, signedInOf, streamed } from './download.ts';
import { exportColumns, recordCells } from './export-columns.ts';
import { queryOf } from './handlers/records.ts';
import { problemError } from './problems.ts';
import { type RequestContext, type SignedIn, scopeNow, unitInSight } from './services.ts';
import { momentOf } from './words.ts';

/** The first page is small, so that the download begins at once. */
const pages = { first: 100, other: 2000 } as const;

/** `/records.csv` and `/records.xlsx`: all that a filter of the ledger holds, in one snapshot, row by row as it is taken. */
export function exportRoutes(contextOf: (context: Context) => RequestContext): Hono {
  const app = new Hono();
  for (const format of ['csv', 'xlsx'] as const) {
    app.get(`/records.${format}`, async (context) => {
      const request = contextOf(context);
      const actor = signedInOf(request);
      return await exportRecords(request, actor, format, new URL(context.req.url).searchParams);
    });
  }
  return app;
}

async function exportRecords(
  { services }: RequestContext,
  actor: SignedIn,
  format: SheetFormat,
  parameters: URLSearchParams,
): Promise<Response> {
  const { database, now } = services;
  const organisation = await services.organisation();
  const filters = readFilters(parameters);
  const query = queryOf(filters);
  const unit = unitInSight(actor, organisation, query.unit);
  const scope = scopeNow(unit, organisation.tree);
  if (!can(actor, 'export', { scope }))
    refuse('forbidden', { zh: '您的职务不能导出台账', en: 'your posts do not let you export the ledger' });
  const note = (action: string, detail: object) =>
    asActor(database, actor, (tx) =>
      addEntry(tx, action, 'ledger', scope, { format, filter: { ...filters }, ...detail }),
    );
  // Before the first byte leaves: a download that somebody breaks off is known as well.
  await note('export.records', {});
  let rows = 0;
  const body = streamed(async (push) => {
    try {
      await asReader(database, actor, async (tx) => {
        const told: Telling = { unit, query, organisation, actor, at: now() };
        const counted = countOff(recordsOf(tx, organisation, query), () => rows++);
        const pieces = format === 'csv' ? csvOf(told, counted, () => rows) : xlsxOf(told, counted, () => rows);
        for await (const piece of pieces) await push(piece);
      });
    } finally {
      await note('export.taken', { rows });
    }
  });
  return download(`台账-${unit.short}.${format}`, sheetTypes[format], body);
}

interface Telling {
  readonly unit: Unit;
  readonly query: ListQuery;
  readonly organisation: Organisation;
  readonly actor: SignedIn;
  readonly at: Date;
}

type Rows = AsyncGenerator<Cell[]>;

async function* recordsOf(tx: Tx, organisation: Organisation, query: ListQuery): Rows {
  const columns = exportColumns(organisation, query);
  const read = (after?: Cursor) => {
    const found = listRecords(tx, organisation, query, after ? pages.other : pages.first, after);
    // Raised where it is awaited; by then the reader may have gone.
    found.catch(() => {});
    return found;
  };
  let coming: Promise<ListPage> | undefined = read();
  while (coming) {
    const { rows, next }: ListPage = await coming;
    // The database reads the next page while this one is written.
    coming = next && read(next);
    for (const record of rows) yield recordCells(record, organisation, columns);
  }
}

async function* countOff(rows: Rows, each: () => void): Rows {
  for await (const row of rows) {
    each();
    yield row;
  }
}

/** What the list is, then its rows, then how many: without the last line the file is not whole. */
async function* csvOf(told: Telling, rows: Rows, count: () => number): AsyncGenerator<Uint8Array> {
  const columns = exportColumns(told.organisation, told.query);
  const lines = async function* (): Rows {
    yield columns.map((column) => column.title);
    yield* rows;
    yield ['共计', wholeness(count())];
  };
  yield* writeCsv([coverLines(told).join('；')], lines());
}

/** The list, and a second sheet that says what it is; that one comes last, when it is known how many there were. */
async function* xlsxOf(told: Telling, rows: Rows, count: () => number): AsyncGenerator<Uint8Array> {
  const columns = exportColumns(told.organisation, told.query);
  const cover = async function* (): Rows {
    for (const line of [...coverLines(told), wholeness(count())]) yield [line];
  };
  const sheets: Sheet[] = [
    { name: '台账', columns, rows },
    { name: '说明', columns: [{ title: '这份台账', type: 'text', width: 100 }], rows: cover() },
  ];
  yield* writeXlsx({ sheets, createdAt: told.at.toISOString(), creator: told.actor.name });
}

function wholeness(rows: number): string {
  return `${rows} 条，全部列出`;
}

/** What the list holds, in words. */
function coverLines({ unit, query, organisation: { catalogue }, actor, at }: Telling): string[] {
  const { window, kind, classes = {}, status, highlight, text, person, place, joint, batch } = query;
  const filter = [
    kind && `类型：${kinds[kind].label.zh}`,
    ...Object.entries(classes).map(
      ([family, code]) =>
        `${catalogue.family(family)?.label.zh ?? family}：${catalogue.labelOf(family, code)?.zh ?? code}`,
    ),
    status && `状态：${statusLabels[status].zh}`,
    highlight !== undefined && (highlight ? '只看亮点' : '不含亮点'),
    joint && '只看几个单位合办的',
    text && `文字：${text}`,
    place && `地点：${place}`,
    person && `人员编号：${person}`,
    batch !== undefined && `导入编号：${batch}`,
  ].filter((part) => typeof part === 'string');
  return [
    `台账：${unit.name}及所属单位`,
    window ? `时段：${window.from} 至 ${window.to}` : '时段：不限',
    filter.length > 0 ? `筛选：${filter.join('，')}` : '筛选：无',
    `截至 ${momentOf(at)}，导出人：${actor.name}`,
  ];
}

function readFilters(parameters: URLSearchParams): RecordFilters {
  const flat = Object.fromEntries([...parameters].filter(([name]) => !name.startsWith('classes[')));
  const classes = Object.fromEntries(
    [...parameters].flatMap(([name, value]) => (name.startsWith('classes[') ? [[name.slice(8, -1), value]] : [])),
  );
  const read = RecordFilters.safeParse({ ...flat, ...(Object.keys(classes).length > 0 && { classes }) });
  if (read.success) return read.data;
  const text = { zh: '这个筛选条件不对', en: 'this filter is not valid' };
  throw problemError(
    'UNPROCESSABLE_CONTENT',
    422,
    read.error.issues.map((issue) => ({ code: 'filter_invalid', text, place: issue.path.join('/') })),
  );
}
