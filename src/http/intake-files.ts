import { type Context, Hono } from 'hono';
import { can } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import { documentProblems, receiveDocument } from '#domain/intake/actions.ts';
import { readQuantities } from '#domain/reading/quantities.ts';
import { readDocument } from '#formats/document-read.ts';
import { type Prose, proseLimits, proseText } from '#formats/prose.ts';
import { ProblemError, refuse } from '#kernel/problem.ts';
import { readWindow } from './contract/common.ts';
import { signedInOf } from './download.ts';
import { type RequestContext, settingOf } from './services.ts';

/** Whether the body of this request is a document: bounded here, and larger than what programs say otherwise. */
export function isDocument(context: Context): boolean {
  return context.req.method === 'POST' && context.req.path.endsWith('/intake/documents');
}

/**
 * `POST /intake/documents?unit=&window=&name=`: the bytes of a file, or a text, taken in for a unit and a period. With
 * `preview` nothing is kept, and the answer is what was read.
 */
export function intakeRoutes(contextOf: (context: Context) => RequestContext): Hono {
  const app = new Hono();
  app.post('/intake/documents', async (context) => {
    const request = contextOf(context);
    const actor = signedInOf(request);
    const query = (name: string) => context.req.query(name) ?? '';
    if (!can(actor, 'record', { scope: actor.posts.map((post) => post.unitId) }))
      refuse('forbidden', { zh: '您的职务不能录入材料', en: 'your posts do not let you take documents in' });
    const period = readWindow(query('window'));
    if (!period)
      return refuse('window_form', { zh: '请选材料的时段', en: 'choose the period of the document' }, 'window');
    const bytes = await bounded(context);
    const prose = await readDocument(bytes);
    if (query('preview') !== '') return context.json(previewOf(prose, period));
    const setting = await settingOf(request.services);
    const incoming = { unit: query('unit'), period, name: query('name').trim() || '粘贴的材料', bytes, prose };
    const kept = await asActor(request.services.database, actor, (tx) => receiveDocument(tx, actor, incoming, setting));
    return context.json(kept, kept.repeated ? 200 : 201);
  });
  return app;
}

/** What was read, as it would be kept; the number of quantities tells whether it was read at all. */
function previewOf(prose: Prose, period: Parameters<typeof documentProblems>[1]) {
  const { text, headings } = proseText(prose);
  const problems = documentProblems(text, period);
  if (problems.length > 0) throw new ProblemError(problems);
  const tables = prose.parts.filter((part) => part.type === 'table').length;
  return {
    ...{ format: prose.format, remarks: prose.remarks, text: text.slice(0, shown), characters: text.length },
    ...{ lines: text.split('\n').length, tables, headings: headings.length, quantities: readQuantities(text).length },
  };
}

/** Characters of the text that a preview shows. */
const shown = 20_000;

async function bounded(context: Context): Promise<Uint8Array> {
  const most = proseLimits.bytes;
  if (Number(context.req.header('content-length') ?? 0) > most) refuseTooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (context.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > most) refuseTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuseTooLarge(): never {
  refuse('document_too_large', {
    zh: `文件超过 ${proseLimits.bytes / 2 ** 20} MB。请压缩图片或拆成几份`,
    en: `the file is larger than ${proseLimits.bytes / 2 ** 20} MB; compress its pictures or split it`,
  });
}
