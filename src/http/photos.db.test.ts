import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Hono } from 'hono';
import sharp from 'sharp';
import type { Actor } from '#domain/access/policy.ts';
import { beginSession } from '#domain/access/sessions.ts';
import { asActor } from '#domain/access/transaction.ts';
import { receivePhotos, removePhoto } from '#domain/photos/actions.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { type Desk, openDesk } from '../../test/desk.ts';
import { draftOf, hire, today } from '../../test/organisation.ts';
import { photoFile } from '../../test/pictures.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { makeApi } from './api.ts';

let desk: Desk;
let app: Hono;
let photos: PhotoFiles;
/** Reports for another district. */
let stranger: Actor;
/** Reports for the same street. */
let neighbour: Actor;
const now = new Date(`${today}T04:00:00Z`);

before(async () => {
  desk = await openDesk();
  stranger = await hire(desk.database, desk.organisation, 'ferry', [['reporter', 'ferry']]);
  neighbour = await hire(desk.database, desk.organisation, 'pine2', [['reporter', 'pine']]);
  photos = new PhotoFiles(join(temporaryFolder('photos'), 'photos'));
  app = new Hono().route('/api', makeApi(desk.database, { photos, now: () => now }));
  const rows = [desk.reporter, neighbour, stranger].map(({ accountId, posts: [post] }) => ({
    account_id: accountId,
    person_id: null,
    unit_id: post!.unitId,
    role: post!.role,
    valid_from: post!.from,
    valid_to: null,
  }));
  await desk.database.system.insertInto('post').values(rows).execute();
});

after(() => desk?.database.drop());

async function get(path: string, actor?: Actor, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const token = actor && (await beginSession(desk.database.system, actor.accountId, 'test', now));
  return await app.request(`/api${path}`, { headers: { ...headers, ...(token && { cookie: `taizhang=${token}` }) } });
}

test('a photo is seen by whoever sees its record, is asked for anew each time, and is gone when it was removed', async () => {
  const { id: record } = await desk.create(desk.reporter, draftOf());
  const file = await photoFile();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sent = [{ key: 'a', name: '', bytes, caption: '展板' }];
  const { accepted } = await receivePhotos(desk.database, desk.reporter, photos, record, sent);
  const { id } = accepted[0]!;

  assert.equal((await get(`/photos/${id}/full`)).status, 401);
  for (const path of [`/photos/${id}/full`, `/photos/${id}/small`, `/records/${record}/photos`]) {
    const refused = await get(path, stranger);
    assert.deepEqual([refused.status, refused.headers.get('content-type')], [404, 'application/problem+json']);
  }
  const listed = await (await get(`/records/${record}/photos`, neighbour)).json();
  const [one] = (listed as { photos: Record<string, unknown>[] }).photos;
  assert.deepEqual(
    [one!.id, one!.width, one!.height, one!.caption, one!.by, one!.full],
    [id, 60, 40, '展板', 'reporter', `/api/photos/${id}/full`],
  );
  const shown = await get(`/photos/${id}/full`, neighbour);
  assert.deepEqual(
    ['content-type', 'cache-control', 'x-content-type-options'].map((name) => shown.headers.get(name)),
    ['image/jpeg', 'private, no-cache', 'nosniff'],
  );
  assert.equal((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).width, 60);
  const tag = shown.headers.get('etag')!;
  const again = await get(`/photos/${id}/full`, neighbour, { 'if-none-match': tag });
  assert.deepEqual([again.status, await again.text()], [304, '']);
  assert.equal((await get(`/photos/${id}/full`, stranger, { 'if-none-match': tag })).status, 404);
  assert.equal((await get(`/photos/${id}/huge`, neighbour)).status, 404);
  assert.equal((await get('/photos/999999/full', neighbour)).status, 404);

  await asActor(desk.database, desk.reporter, (tx) => removePhoto(tx, desk.reporter, id));
  assert.equal((await get(`/photos/${id}/full`, neighbour)).status, 404);
  assert.deepEqual(await (await get(`/records/${record}/photos`, neighbour)).json(), { photos: [] });
});
