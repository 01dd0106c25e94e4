import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { keyOfFile } from '#domain/photos/actions.ts';
import type { SentFile } from '#domain/photos/model.ts';
import { type FieldContext, message } from './answer.ts';

/** All photos of one request together, in bytes. */
const requestBytes = 40 * 1024 * 1024;
/** All such requests under way; beyond that one is asked to come back. */
const budgetBytes = 160 * 1024 * 1024;
const formBytes = 262_144;

const takesFiles = /^\/field\/(new\/\w+|records\/\d+\/(edit|photos))$/;

/** How much a request may bring: a form little, one with photos much, all of those at a time so much that memory stays bounded. */
export function bounded() {
  let underWay = 0;
  const small = bodyLimit({
    maxSize: formBytes,
    onError: (c) => message(c as FieldContext, 413, 'failed', 'tooLarge'),
  });
  const large = bodyLimit({
    maxSize: requestBytes,
    onError: (c) => message(c as FieldContext, 413, 'failed', 'photosTooLarge'),
  });
  return async (c: FieldContext, next: () => Promise<void>): Promise<Response | undefined> => {
    if (!isMultipart(c)) return (await small(c, next)) ?? undefined;
    const bytes = Math.min(Number(c.req.header('content-length')) || requestBytes, requestBytes);
    if (underWay + bytes > budgetBytes) return await message(c, 503, 'failed', 'photosBusy');
    underWay += bytes;
    try {
      return (await large(c, next)) ?? undefined;
    } finally {
      underWay -= bytes;
    }
  };
}

/** Whether files may be in it; elsewhere a body of many parts is a form like any other. */
export function isMultipart(c: Context): boolean {
  const path = new URL(c.req.url).pathname;
  const where = path.startsWith('/field') ? path : `/field${path}`;
  return takesFiles.test(where) && (c.req.header('content-type') ?? '').startsWith('multipart/form-data');
}

/** The parts of such a body; undefined when it did not arrive whole. */
export async function sentParts(c: Context): Promise<FormData | undefined> {
  return await c.req.formData().catch(() => undefined);
}

/** Its photos: one with the key that its sender gave, more than one with keys of their own. A box left empty sends nothing. */
export async function sentFiles(parts: FormData): Promise<SentFile[]> {
  const files = parts.getAll('photo').filter((one): one is File => typeof one !== 'string');
  const chosen = files.filter((one) => one.size > 0 || one.name !== '');
  const given = chosen.length === 1 ? String(parts.get('photo_key') ?? '') : '';
  const caption = String(parts.get('caption') ?? '');
  return await Promise.all(
    chosen.map(async (one) => {
      const bytes = new Uint8Array(await one.arrayBuffer());
      return { key: given || keyOfFile(bytes), name: one.name.slice(0, 100), bytes, ...(caption && { caption }) };
    }),
  );
}
