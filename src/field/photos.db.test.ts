import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { asActor } from '#domain/access/transaction.ts';
import { verifyRecord } from '#domain/records/actions.ts';
import { successfulControls } from '../../test/form-controls.ts';
import { photoFile } from '../../test/pictures.ts';
import { idOf, lectureForm, openField, type SmallField } from '../../test/small-field.ts';

let field: SmallField;
const get: SmallField['get'] = (...asked) => field.get(...asked);
const post: SmallField['post'] = (...sent) => field.post(...sent);
const upload: SmallField['upload'] = (...sent) => field.upload(...sent);
const json = { accept: 'application/json' };

before(async () => {
  field = await openField();
});

after(() => field?.database.drop());

async function report(): Promise<number> {
  return await idOf(await post('/new/lecture', lectureForm(), 'pine'));
}

async function photosIn(id: number) {
  const rows = field.database.system.selectFrom('photo').selectAll().where('record_id', '=', id).orderBy('id');
  return await rows.execute();
}

test('photos are shown to those who see the record and to nobody else', async () => {
  const id = await report();
  const told = await upload(
    `/records/${id}/photos`,
    [
      ['by', 'pine'],
      ['photo_key', 'k1'],
      ['photo', await photoFile()],
    ],
    'pine',
    json,
  );
  assert.deepEqual([told.status, await told.json()], [200, { state: 'kept', id, href: `/field/records/${id}/photos` }]);
  const [photo] = await photosIn(id);
  for (const size of ['full', 'small']) {
    const shown = await get(`/photos/${photo!.id}/${size}`, 'pine2');
    assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/jpeg']);
    assert.equal(shown.headers.get('cache-control'), 'private, no-cache');
    assert.equal((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).width, 60);
    assert.equal((await get(`/photos/${photo!.id}/${size}`, 'ferry')).status, 404);
    assert.equal((await get(`/photos/${photo!.id}/${size}`)).status, 303);
  }
  assert.equal((await get(`/photos/${photo!.id}/huge`, 'pine')).status, 404);
  assert.equal((await get(`/records/${id}/photos`, 'ferry')).status, 404);
  const foreign = await upload(
    `/records/${id}/photos`,
    [
      ['by', 'ferry'],
      ['photo', await photoFile()],
    ],
    'ferry',
    json,
  );
  assert.equal(foreign.status, 404);
  for (const act of ['remove', 'restore', 'describe'])
    assert.equal((await post(`/photos/${photo!.id}`, { act }, 'ferry')).status, 404);
  assert.deepEqual(
    (await photosIn(id)).map((one) => [one.removed_at, one.caption]),
    [[null, '']],
  );
});

test('a photo of another account, of another site, too many bytes, and half a body are not taken', async () => {
  const id = await report();
  const path = `/records/${id}/photos`;
  const other = await upload(
    path,
    [
      ['by', 'pine2'],
      ['photo', await photoFile()],
    ],
    'pine',
    json,
  );
  assert.deepEqual([other.status, ((await other.json()) as { state: string }).state], [409, 'other-account']);
  assert.equal(
    (
      await upload(
        path,
        [
          ['by', 'pine'],
          ['photo', await photoFile()],
        ],
        'pine',
        { 'sec-fetch-site': 'cross-site' },
      )
    ).status,
    403,
  );
  const heavy = new File([new Uint8Array(41 * 1024 * 1024)], 'heavy.jpg');
  const tooMuch = await upload(
    path,
    [
      ['by', 'pine'],
      ['photo', heavy],
    ],
    'pine',
  );
  assert.equal(tooMuch.status, 413);
  assert.match(await tooMuch.text(), /一次最多 40 MB/);
  // Files are taken where photos belong and nowhere else: there the small bound holds.
  assert.equal((await upload('/sign-out', [['photo', new File([new Uint8Array(300_000)], 'x')]], 'pine')).status, 413);
  const broken = await field.upload(path, [], 'pine', { 'content-type': 'multipart/form-data; boundary=nonsense' });
  assert.equal(broken.status, 400);
  assert.deepEqual(await photosIn(id), []);
});

test('without script: photos go along with the form, what is refused is said, and the record is in all the same', async () => {
  const form = successfulControls(await (await get('/new/lecture', 'pine')).text());
  const filled = form.map(
    ([name, value]) => [name, { title: '带照片的', 'm.attendance': '20' }[name] ?? value] as const,
  );
  const review = await (
    await post('/new/lecture', [...filled, ['c.venue', 'school'], ['act', 'review']], 'pine')
  ).text();
  assert.match(review, /enctype="multipart\/form-data"[\s\S]*type="file"[^>]*name="photo"[^>]*multiple/);
  const controls = successfulControls(review).filter(([name]) => name !== 'photo');
  const notOne = new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], '<b>画</b>.jpg', { type: 'image/jpeg' });
  const parts = [
    ...controls,
    ['photo', await photoFile('a.jpg')],
    ['photo', notOne],
    ['photo', await photoFile('b.jpg')],
    ['act', 'send'],
  ] as const;
  const answer = await upload('/new/lecture', parts, 'pine');
  assert.equal(answer.status, 422);
  const page = await answer.text();
  for (const said of [
    /记录已经报上去了/,
    /收到 2 张照片/,
    /有 1 张没有收下[\s\S]*&lt;b&gt;画&lt;\/b&gt;\.jpg：这不是照片/,
  ])
    assert.match(page, said);
  const rows = await field.database.system.selectFrom('record').select('id').where('title', '=', '带照片的').execute();
  assert.equal(rows.length, 1);
  assert.equal((await photosIn(rows[0]!.id)).length, 2);
  // Sent once more, as by a browser that goes back: one record, the same photos.
  const good = parts.filter(([, value]) => value !== notOne);
  assert.equal(await idOf(await upload('/new/lecture', good, 'pine')), rows[0]!.id);
  assert.equal((await photosIn(rows[0]!.id)).length, 2);
  const receipt = await (await get(`/records/${rows[0]!.id}?done=sent`, 'pine')).text();
  assert.match(receipt, /照片<small> 2 张<\/small>[\s\S]*alt="照片 1"[\s\S]*alt="照片 2"/);
});

test('without script: more are added later, described, removed and brought back', async () => {
  const id = await report();
  const empty = await upload(
    `/records/${id}/photos`,
    [
      ['by', 'pine'],
      ['photo', new File([], '')],
    ],
    'pine',
  );
  assert.match(await empty.text(), /没有选照片/);
  const page = await (
    await upload(
      `/records/${id}/photos`,
      [
        ['by', 'pine'],
        ['photo', await photoFile()],
      ],
      'pine',
    )
  ).text();
  assert.match(page, /收到 1 张照片/);
  const [photo] = await photosIn(id);
  assert.equal((await post(`/photos/${photo!.id}`, { act: 'describe', caption: '居民看展板' }, 'pine')).status, 303);
  assert.match(await (await get(`/records/${id}`, 'pine')).text(), /alt="居民看展板"/);
  const removed = await post(`/photos/${photo!.id}`, { act: 'remove' }, 'pine');
  assert.equal(removed.headers.get('location'), `/field/records/${id}/photos?done=remove`);
  assert.match(
    await (await get(`/records/${id}/photos?done=remove`, 'pine')).text(),
    /30 天之内可以在下面恢复[\s\S]*恢复照片 1/,
  );
  await post(`/photos/${photo!.id}`, { act: 'restore' }, 'pine');
  const clerk = await field.actor('east');
  await asActor(field.database, clerk, (tx) => verifyRecord(tx, clerk, id));
  const kept = await post(`/photos/${photo!.id}`, { act: 'remove' }, 'pine');
  assert.equal(kept.status, 422);
  assert.match(await kept.text(), /照片是核定的依据，不能再删/);
});
