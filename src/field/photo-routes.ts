import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import type { Database } from '#db/open.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { describePhoto, type Received, receivePhotos, removePhoto, restorePhoto } from '#domain/photos/actions.ts';
import type { PhotoFiles } from '#domain/photos/files.ts';
import { photoSizes } from '#domain/photos/model.ts';
import { findPhoto, readPhotos, readRemoved } from '#domain/photos/store.ts';
import { readRecord } from '#domain/records/detail.ts';
import { ProblemError } from '#kernel/problem.ts';
import type { Language } from '#kernel/text.ts';
import { type FieldContext, message, show, wantsJson } from './answer.ts';
import type { Door, Visitor } from './door.ts';
import { photosPage } from './pages/photos.ts';
import { isMultipart, sentFiles, sentParts } from './uploads.ts';
import { fill, words } from './words.ts';

/** Photos of records: seen, added, described, removed and brought back; and those that come along with a form. */
export function photoRoutes(
  field: Hono<{ Variables: { visitor: Visitor; language: Language } }>,
  database: Database,
  door: Door,
  files: PhotoFiles,
): void {
  field.get('/photos/:id{[1-9][0-9]{0,14}}/:size', async (c) => {
    const { actor } = c.get('visitor');
    const size = photoSizes.find((one) => one === c.req.param('size'));
    const photo = await asReader(database, actor, (tx) => findPhoto(tx, Number(c.req.param('id'))));
    if (!size || !photo) return await message(c, 404, 'notFound', 'notFoundText');
    const tag = `"${photo.hash.slice(0, 32)}-${size}"`;
    const kept = { etag: tag, 'cache-control': 'private, no-cache' };
    if (c.req.header('if-none-match') === tag) return new Response(null, { status: 304, headers: kept });
    const found = await files.read(photo.hash, size);
    if (!found) return await message(c, 404, 'notFound', 'notFoundText');
    return new Response(Readable.toWeb(found.stream) as unknown as ReadableStream, {
      headers: { ...kept, 'content-type': 'image/jpeg', 'content-length': String(found.bytes) },
    });
  });

  field.get('/records/:id{[1-9][0-9]{0,14}}/photos', (c) => page(c, Number(c.req.param('id')), undefined));

  field.post('/records/:id{[1-9][0-9]{0,14}}/photos', async (c) => {
    const id = Number(c.req.param('id'));
    const { actor } = c.get('visitor');
    const parts = await sentParts(c);
    if (!parts) return await message(c, 400, 'failed', 'photosBroken');
    const by = String(parts.get('by') ?? '');
    if (by !== actor.username) return otherAccount(c, by);
    const sent = await sentFiles(parts);
    const received = await receivePhotos(database, actor, files, id, sent);
    if (!wantsJson(c)) return await page(c, id, { received });
    // The phone sends one at a time.
    const [one] = received.accepted;
    if (one) return c.json({ state: 'kept', id, href: `/field/records/${id}/photos` });
    const said = received.refused.flatMap(({ problems }) => problems.map((it) => it.text[c.get('language')]));
    return c.json({ state: 'wrong', words: said }, 422);
  });

  field.post('/photos/:id{[1-9][0-9]{0,14}}', async (c) => {
    const { actor } = c.get('visitor');
    const id = Number(c.req.param('id'));
    const form = new URLSearchParams(await c.req.text());
    const act = form.get('act');
    const photo = await asReader(database, actor, (tx) => findPhoto(tx, id));
    if (!photo || !['remove', 'restore', 'describe'].includes(act ?? ''))
      return await message(c, 404, 'notFound', 'notFoundText');
    try {
      await asActor(database, actor, (tx) => {
        if (act === 'remove') return removePhoto(tx, actor, id);
        if (act === 'restore') return restorePhoto(tx, actor, id);
        return describePhoto(tx, actor, id, form.get('caption') ?? '');
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return await page(c, photo.recordId, { problems: error.problems.map((one) => one.text[c.get('language')]) });
    }
    return c.redirect(`/field/records/${photo.recordId}/photos?done=${act}`, 303);
  });

  // Files that came along with a form become photos of the record that the form has made or changed.
  for (const path of ['/new/:kind', '/records/:id/edit'])
    field.use(path, async (c, next) => {
      if (c.req.method !== 'POST' || !isMultipart(c)) return await next();
      if (!(await sentParts(c))) return await message(c, 400, 'failed', 'photosBroken');
      await next();
      const made = /^\/field\/records\/(\d+)\?done=/.exec(c.res.headers.get('location') ?? '');
      if (c.res.status !== 303 || !made) return;
      const sent = await sentFiles((await sentParts(c))!);
      if (sent.length === 0) return;
      const id = Number(made[1]);
      const received = await receivePhotos(database, c.get('visitor').actor, files, id, sent);
      if (received.refused.length > 0) c.res = await page(c, id, { received, reported: true });
      return;
    });

  async function page(
    c: FieldContext,
    id: number,
    outcome: { received?: Received; problems?: readonly string[]; reported?: boolean } | undefined,
  ): Promise<Response> {
    const { actor } = c.get('visitor');
    const t = c.get('language');
    const organisation = await door.organisation();
    return await asReader(database, actor, async (tx) => {
      const detail = await readRecord(tx, actor, organisation, id);
      const view = {
        record: { id, title: detail.draft.title, status: detail.status },
        mayChange: detail.may.includes('edit'),
        photos: await readPhotos(tx, id),
        removed: await readRemoved(tx, id),
        by: actor.username,
        done: c.req.method === 'GET' ? c.req.query('done') : undefined,
        ...outcome,
      };
      const refused = (outcome?.received?.refused.length ?? 0) + (outcome?.problems?.length ?? 0);
      return await show(c, refused > 0 ? 422 : 200, {
        title: words.photos[t],
        here: `/field/records/${id}/photos`,
        up: { href: `/field/records/${id}`, label: words.backToRecord },
        main: photosPage(view, t),
      });
    });
  }

  function otherAccount(c: FieldContext, by: string): Response | Promise<Response> {
    const said = fill(words.otherAccount[c.get('language')], { by });
    if (wantsJson(c)) return c.json({ state: 'other-account', words: [said] }, 409);
    return message(c, 409, 'failed', 'photosOther');
  }
}
