import { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { asReader } from '#domain/access/transaction.ts';
import type { PhotoFiles } from '#domain/photos/files.ts';
import { photoSizes } from '#domain/photos/model.ts';
import { findPhoto } from '#domain/photos/store.ts';
import { type Problem, ProblemError } from '#kernel/problem.ts';
import { problemError } from './problems.ts';
import type { RequestContext } from './services.ts';

const unknown: Problem = {
  code: 'photo_unknown',
  text: { zh: '没有这张照片，或者您无权查看', en: 'there is no such photo that you may see' },
};

/**
 * `/photos/{id}/{full|small}`: a photo's JPEG for whoever may see its record, asked anew every time; a browser that has the
 * bytes already is told so.
 */
export function photoRoutes(contextOf: (context: Context) => RequestContext, files: PhotoFiles | undefined): Hono {
  const app = new Hono();
  app.get('/photos/:id{[1-9][0-9]{0,14}}/:size', async (context) => {
    const { services, session } = contextOf(context);
    if (!session)
      throw problemError('UNAUTHORIZED', 401, [
        { code: 'not_signed_in', text: { zh: '请先登录', en: 'please sign in' } },
      ]);
    const size = photoSizes.find((one) => one === context.req.param('size'));
    const photo = await asReader(services.database, session.actor, (tx) =>
      findPhoto(tx, Number(context.req.param('id'))),
    );
    if (!size || !photo || photo.removed) throw new ProblemError([unknown]);
    const tag = `"${photo.hash.slice(0, 32)}-${size}"`;
    const headers = { etag: tag, 'cache-control': 'private, no-cache' };
    if (context.req.header('if-none-match') === tag) return new Response(null, { status: 304, headers });
    const found = await files?.read(photo.hash, size);
    if (!found) throw new ProblemError([unknown]);
    const body = Readable.toWeb(found.stream) as unknown as ReadableStream;
    return new Response(body, {
      headers: { ...headers, 'content-type': 'image/jpeg', 'content-length': String(found.bytes) },
    });
  });
  return app;
}
