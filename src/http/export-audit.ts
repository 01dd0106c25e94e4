import { type Context, Hono } from 'hono';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { addEntry } from '#domain/audit/store.ts';
import { writeCsv } from '#formats/csv-write.ts';
import type { Cell } from '#formats/sheet-cells.ts';
import { AuditFilters } from './contract/audit.ts';
import { download, sheetTypes, signedInOf, streamed } from './download.ts';
import { auditQuery, readPage } from './handlers/audit.ts';
import { problemError } from './problems.ts';
import type { RequestContext } from './services.ts';
import { momentOf } from './words.ts';

const page = 1000;
const headings = ['序号', '时间', '操作人', '操作', '对象', '设备', '操作代码'];

/** `/audit.csv`: the entries that a filter of the audit holds, as far as the reader may see them. */
export function auditRoutes(contextOf: (context: Context) => RequestContext): Hono {
  const app = new Hono();
  app.get('/audit.csv', async (context) => {
    const request = contextOf(context);
    const actor = signedInOf(request);
    const { database, now } = request.services;
    const organisation = await request.services.organisation();
    const filters = readFilters(new URL(context.req.url).searchParams);
    const query = auditQuery(actor, organisation, filters);
    const note = (action: string, detail: object) =>
      asActor(database, actor, (tx) =>
        addEntry(tx, action, 'audit', [], { format: 'csv', filter: { ...filters }, ...detail }),
      );
    await note('export.audit', {});
    let count = 0;
    const rows = async function* (): AsyncGenerator<Cell[]> {
      yield headings;
      for (let before: number | undefined; ; ) {
        const found = await asReader(database, actor, (tx) => readPage(tx, query, organisation.tree, page, before));
        for (const { seq, at, who, sentence, about, device, action } of found) {
          count++;
          yield [seq, momentOf(new Date(at)), who ?? '系统', sentence.zh, about?.zh ?? '', device, action];
        }
        if (found.length < page) break;
        before = found.at(-1)!.id;
      }
      yield ['共计', `${count} 条，全部列出`];
    };
    const cover = `操作日志；截至 ${momentOf(now())}，导出人：${actor.name}`;
    const body = streamed(async (push) => {
      try {
        for await (const piece of writeCsv([cover], rows())) await push(piece);
      } finally {
        await note('export.taken', { rows: count });
      }
    });
    return download('操作日志.csv', sheetTypes.csv, body);
  });
  return app;
}

function readFilters(parameters: URLSearchParams): AuditFilters {
  const read = AuditFilters.safeParse(Object.fromEntries([...parameters].filter(([, value]) => value !== '')));
  if (read.success) return read.data;
  const text = { zh: '这个筛选条件不对', en: 'this filter is not valid' };
  throw problemError(
    'UNPROCESSABLE_CONTENT',
    422,
    read.error.issues.map((issue) => ({ code: 'filter_invalid', text, place: issue.path.join('/') })),
  );
}
