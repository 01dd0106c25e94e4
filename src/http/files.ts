import { type Context, Hono } from 'hono';
import { asReader } from '#domain/access/transaction.ts';
import { documentOf } from '#domain/summary/document.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { writeDocx } from '#formats/docx-write.ts';
import { writeHtml } from '#formats/html-write.ts';
import { writePdf } from '#formats/pdf-write.ts';
import { writeTxt } from '#formats/txt-write.ts';
import { refuse } from '#kernel/problem.ts';
import { problemError } from './problems.ts';
import type { RequestContext } from './services.ts';

export const editionFormats = ['pdf', 'docx', 'html', 'txt', 'json'] as const;
type EditionFormat = (typeof editionFormats)[number];

const types: Readonly<Record<EditionFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** What is downloaded rather than called: editions in their formats. */
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
  return app;
}

async function writeEdition(format: EditionFormat, canonical: string): Promise<string | Uint8Array> {
  if (format === 'json') return canonical;
  const document = documentOf(JSON.parse(canonical) as Edition);
  if (format === 'html') return writeHtml(document);
  if (format === 'txt') return writeTxt(document);
  return format === 'pdf' ? await writePdf(document) : await writeDocx(document);
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
