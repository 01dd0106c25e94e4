import { type Context, Hono } from 'hono';
import { asReader } from '#domain/access/transaction.ts';
import { refusedRows } from '#domain/imports/actions.ts';
import type { RefusedRow } from '#domain/imports/model.ts';
import { readImport, readRefused } from '#domain/imports/past.ts';
import { openSheetApart } from '#domain/imports/sheet-apart.ts';
import { importTemplate } from '#domain/imports/template.ts';
import { kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Cell } from '#formats/sheet-cells.ts';
import { type SheetColumn, writeXlsx } from '#formats/xlsx-write.ts';
import { parseDay } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import { BatchId, UploadId } from './contract/imports.ts';
import { download, sheetTypes, signedInOf, streamed } from './download.ts';
import { mayImport } from './handlers/imports.ts';
import { type RequestContext, settingOf, todayOf, unitInSight } from './services.ts';
import { refuseTooLarge, uploadLimits } from './uploads.ts';

/** Whether the body of this request is an upload: taken into a file as it comes, with a bound of its own. */
export function isUpload(context: Context): boolean {
  return context.req.method === 'POST' && context.req.path.endsWith('/imports/uploads');
}

/** Templates, uploads, and refused rows as a sheet to mend. */
export function importRoutes(contextOf: (context: Context) => RequestContext): Hono {
  const app = new Hono();
  app.get('/imports/templates/:kind', async (context) => {
    const request = contextOf(context);
    const actor = signedInOf(request);
    const { services } = request;
    const organisation = await services.organisation();
    const kind = kindCodes.find((one) => one === context.req.param('kind'));
    if (!kind) return refuse('kind_unknown', { zh: '没有这种记录', en: 'there is no such kind of record' });
    const code = context.req.query('unit');
    const under = code === undefined ? undefined : unitInSight(actor, organisation, code);
    const day = parseDay(context.req.query('day') ?? '') ?? todayOf(services.now());
    const createdAt = services.now().toISOString();
    const bytes = await importTemplate(services.database.system, kinds[kind], { organisation, day, createdAt, under });
    return download(`${kinds[kind].label.zh}填报模板.xlsx`, sheetTypes.xlsx, bytes);
  });
  app.post('/imports/uploads', async (context) => {
    const request = contextOf(context);
    const actor = signedInOf(request);
    mayImport(actor);
    const { uploads, now } = request.services;
    if (Number(context.req.header('content-length') ?? 0) > uploadLimits.bytes) refuseTooLarge();
    const body = context.req.raw.body;
    const name = (context.req.query('name') ?? '').slice(0, 200) || '粘贴';
    if (!body) return refuse('sheet_empty', { zh: '没有收到内容', en: 'nothing was sent' });
    const kept = await uploads.keep(actor.accountId, name, body, now().getTime());
    try {
      const sheet = await openSheetApart(await uploads.read(kept));
      // Only what it is; its rows are read when it is looked at.
      await sheet.end();
      const sheets = sheet.format === 'xlsx' ? [sheet.name, ...sheet.others] : [];
      return context.json({ upload: kept.id, name, bytes: kept.bytes, format: sheet.format, sheets }, 201);
    } catch (error) {
      await uploads.forget(kept);
      throw error;
    }
  });
  app.get('/imports/uploads/:id/refused.xlsx', async (context) => {
    const request = contextOf(context);
    const actor = signedInOf(request);
    const { services } = request;
    const kept = services.uploads.find(
      actor.accountId,
      UploadId.parse(context.req.param('id')),
      services.now().getTime(),
    );
    if (!kept.looked)
      return refuse('upload_unseen', { zh: '请先检查这份表格', en: 'please have the table checked first' });
    const upload = { ...kept.looked, bytes: await services.uploads.read(kept), name: kept.name };
    const { headings, rows } = await refusedRows(services.database.system, actor, upload, await settingOf(services));
    return refusedSheet(kept.name, headings, rows, services.now());
  });
  app.get('/imports/:id{[0-9]+}/refused.xlsx', async (context) => {
    const request = contextOf(context);
    const actor = signedInOf(request);
    const { database, now } = request.services;
    const id = BatchId.parse(context.req.param('id'));
    const one = await asReader(database, actor, (tx) => readImport(tx, id));
    if (!one)
      return refuse('import_unknown', {
        zh: `没有编号为 ${id} 的导入，或者您无权查看`,
        en: `there is no import ${id} that you may see`,
      });
    const rows = async function* () {
      for (let after = 0; ; ) {
        const page = await asReader(database, actor, (tx) => readRefused(tx, id, 1000, after));
        yield* page;
        if (page.length < 1000) return;
        after = page.at(-1)!.row;
      }
    };
    return refusedSheet(one.source, one.headings, rows(), now());
  });
  return app;
}

/** Refused rows as they came, with what is wrong with each: to be mended and sent again. */
function refusedSheet(
  source: string,
  headings: readonly string[],
  rows: AsyncIterable<RefusedRow>,
  now: Date,
): Response {
  const columns: SheetColumn[] = [
    ...headings.map((title): SheetColumn => ({ title, type: 'text' })),
    { title: '原行号', type: 'number' },
    { title: '问题', type: 'text', width: 80 },
  ];
  const cells = async function* (): AsyncGenerator<Cell[]> {
    for await (const { row, cells: given, problems } of rows) {
      const own = headings.map((_, index) => given[index] ?? null);
      const told = problems.map((one) => `${one.place ? `${one.place.replace(/^row /, '第 ')}：` : ''}${one.text.zh}`);
      yield [...own, row, told.join('\n')];
    }
  };
  const book = { sheets: [{ name: '有问题的行', columns, rows: cells() }], createdAt: now.toISOString() };
  const name = `${source.replace(/\.(xlsx|csv|txt)$/i, '')}-有问题的行.xlsx`;
  return download(
    name,
    sheetTypes.xlsx,
    streamed(async (push) => {
      for await (const piece of writeXlsx(book)) await push(piece);
    }),
  );
}
