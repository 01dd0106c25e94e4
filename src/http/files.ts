import { type Context, Hono } from 'hono';
import { can } from '#domain/access/policy.ts';
import { asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { type Cursor, type ListedRecord, listRecords } from '#domain/records/list.ts';
import { statusLabels } from '#domain/records/model.ts';
import { documentOf } from '#domain/summary/document.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { writeDocx } from '#formats/docx-write.ts';
import { writeHtml } from '#formats/html-write.ts';
import { writePdf } from '#formats/pdf-write.ts';
import { writeTxt } from '#formats/txt-write.ts';
import { type Problem, refuse } from '#kernel/problem.ts';
import { RecordFilters } from './contract/records.ts';
import { queryOf } from './handlers/records.ts';
import { problemError, toProblemError } from './problems.ts';
import { type RequestContext, scopeNow, unitInSight } from './services.ts';
import { recordRow } from './shapes.ts';

export const editionFormats = ['pdf', 'docx', 'html', 'txt', 'json'] as const;
type EditionFormat = (typeof editionFormats)[number];

const types: Readonly<Record<EditionFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** What is downloaded rather than called: editions in their formats, and the ledger as a sheet. */
export function fileRoutes(contextOf: (context: Context) => RequestContext): Hono {
  const app = new Hono();
  app.get('/editions/:code/files/:format', async (context) => {
    const { services, session } = contextOf(context);
    if (!session) throw notSignedIn();
    const format = editionFormats.find((one) => one === context.req.param('format'));
    if (!format) refuse('edition_unknown', { zh: '没有这种格式', en: 'there is no such format' });
    const code = context.req.param('code');
    const row = await asReader(services.database, session.actor, (tx) =>
      tx.selectFrom('edition').select('canonical').where('code', '=', code).executeTakeFirst(),
    );
    if (!row)
      refuse('edition_unknown', {
        zh: '没有这个发布版，或者您无权查看',
        en: 'there is no such edition that you may see',
      });
    return download(`${code}.${format}`, types[format], await writeEdition(format, row.canonical));
  });
  app.get('/records.csv', async (context) => {
    const { services, session } = contextOf(context);
    if (!session) throw notSignedIn();
    const organisation = await services.organisation();
    const query = queryOf(readFilters(new URL(context.req.url).searchParams));
    const unit = unitInSight(session.actor, organisation, query.unit);
    if (!can(session.actor, 'export', { scope: scopeNow(unit, organisation.tree) })) {
      refuse('forbidden', { zh: '您的职务不能导出台账', en: 'your posts do not let you export the ledger' });
    }
    const read = (after?: Cursor) =>
      asReader(services.database, session.actor, (tx) => listRecords(tx, organisation, query, exportPage, after));
    return download(`台账-${unit.short}.csv`, 'text/csv; charset=utf-8', csvOf(read, organisation));
  });
  return app;
}

const exportPage = 2000;

async function writeEdition(format: EditionFormat, canonical: string): Promise<string | Uint8Array> {
  if (format === 'json') return canonical;
  const document = documentOf(JSON.parse(canonical) as Edition);
  if (format === 'html') return writeHtml(document);
  if (format === 'txt') return writeTxt(document);
  return format === 'pdf' ? await writePdf(document) : await writeDocx(document);
}

/** One line a record, page by page as the reader takes them, so that size does not matter. */
function csvOf(
  read: (after?: Cursor) => ReturnType<typeof listRecords>,
  organisation: Organisation,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: Cursor | undefined;
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      const page = await read(after);
      // Excel takes a file for UTF-8 when it begins with this mark.
      const lines = [
        ...(begun ? [] : [`\uFEFF${headings.join(',')}`]),
        ...page.rows.map((row) => csvLine(row, organisation)),
      ];
      begun = true;
      controller.enqueue(encoder.encode(`${lines.join('\r\n')}\r\n`));
      after = page.next;
      if (!after) controller.close();
    },
  });
}

const headings = [
  '编号',
  '状态',
  '类型',
  '开始日期',
  '结束日期',
  '标题',
  '地点',
  '主办单位',
  '分类',
  '指标',
  '亮点',
  '示例数据',
];

function csvLine(record: ListedRecord, organisation: Organisation): string {
  const row = recordRow(record, organisation);
  const cells = [
    String(row.id),
    statusLabels[row.status].zh,
    kinds[row.kind].label.zh,
    row.from,
    row.to,
    row.title,
    row.place,
    row.hosts.map((host) => host.name).join('；'),
    row.classes.map((one) => one.label.zh).join('；'),
    row.measures.map((one) => `${one.label.zh} ${one.value}${one.unit}`).join('；'),
    row.highlight ? '是' : '',
    row.generated ? '是' : '',
  ];
  return cells.map(csvCell).join(',');
}

/** Quoted where needed; a text that a spreadsheet would run as a formula is kept from it (OWASP CSV injection). */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function readFilters(parameters: URLSearchParams): RecordFilters {
  const flat = Object.fromEntries([...parameters].filter(([name]) => !name.startsWith('classes[')));
  const classes = Object.fromEntries(
    [...parameters].flatMap(([name, value]) => (name.startsWith('classes[') ? [[name.slice(8, -1), value]] : [])),
  );
  const read = RecordFilters.safeParse({ ...flat, ...(Object.keys(classes).length > 0 && { classes }) });
  if (read.success) return read.data;
  throw toProblemError(
    problemError(
      'BAD_REQUEST',
      422,
      read.error.issues.map(
        (issue): Problem => ({
          code: 'filter_invalid',
          text: { zh: '这个筛选条件不对', en: 'this filter is not valid' },
          place: issue.path.join('/'),
        }),
      ),
    ),
  );
}

function notSignedIn() {
  return problemError('UNAUTHORIZED', 401, [{ code: 'not_signed_in', text: { zh: '请先登录', en: 'please sign in' } }]);
}

function download(name: string, type: string, body: string | Uint8Array | ReadableStream<Uint8Array>): Response {
  return new Response(body as BodyInit, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
    },
  });
}
