import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import sharp from 'sharp';
import type { Actor } from '#domain/access/policy.ts';
import { asReader } from '#domain/access/transaction.ts';
import { chance } from '#kernel/chance.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf } from '../../../test/organisation.ts';
import { temporaryFolder } from '../../../test/temporary.ts';
import { describePhoto, keyOfFile, receivePhotos, removePhoto, restorePhoto } from './actions.ts';
import { developPhoto } from './develop.ts';
import { PhotoFiles } from './files.ts';
import { daysToRestore, photosAtMost, type SentFile } from './model.ts';
import { findPhoto, photosOf, readPhotos, readRemoved } from './store.ts';
import { sweepPhotos } from './sweep.ts';

let desk: Desk;
let folder: string;
let files: PhotoFiles;
let record: number;

before(async () => {
  desk = await openDesk();
  folder = temporaryFolder('photos');
  files = new PhotoFiles(folder);
});

after(async () => {
  await desk?.database.drop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  record = (await desk.create(desk.reporter, draftOf())).id;
});

let pictures = 0;

/** A picture unlike all others. */
async function picture(): Promise<Buffer> {
  pictures += 1;
  const by = chance(`picture ${pictures}`);
  const pixels = Uint8Array.from({ length: 30 * 20 * 3 }, () => by.whole(256));
  return await sharp(pixels, { raw: { width: 30, height: 20, channels: 3 } })
    .png()
    .toBuffer();
}

async function file(key: string, bytes?: Uint8Array): Promise<SentFile> {
  return { key, name: `${key}.jpg`, bytes: bytes ?? (await picture()) };
}

const receive = (actor: Actor, id: number, ...sent: SentFile[]) => receivePhotos(desk.database, actor, files, id, sent);
const photos = (actor: Actor, id: number) => asReader(desk.database, actor, (tx) => readPhotos(tx, id));
const onDisk = () => globSync('**/*.jpg', { cwd: folder });

describe('who may not', () => {
  test('another district neither sees nor adds, an auditor sees and does not add, nobody adds to a void record', async () => {
    const { accepted } = await receive(desk.reporter, record, await file('a'));
    const { id } = accepted[0]!;
    assert.deepEqual(await photos(desk.stranger, record), []);
    assert.equal(await asReader(desk.database, desk.stranger, (tx) => findPhoto(tx, id)), undefined);
    assert.deepEqual(
      await asReader(desk.database, desk.stranger, (tx) => photosOf(tx, [record])),
      new Map([[record, 0]]),
    );
    const before = onDisk().length;
    assert.deepEqual(await problemsOf(receive(desk.stranger, record, await file('b'))), ['record_unknown']);
    assert.deepEqual(await problemsOf(receive(desk.auditor, record, await file('b'))), ['forbidden']);
    assert.equal(onDisk().length, before);
    assert.equal((await photos(desk.auditor, record)).length, 1);
    for (const [actor, code] of [
      [desk.stranger, 'photo_unknown'],
      [desk.auditor, 'forbidden'],
    ] as const) {
      assert.deepEqual(await problemsOf(desk.as(actor, (tx) => removePhoto(tx, actor, id))), [code]);
      assert.deepEqual(await problemsOf(desk.as(actor, (tx) => restorePhoto(tx, actor, id))), [code]);
      assert.deepEqual(await problemsOf(desk.as(actor, (tx) => describePhoto(tx, actor, id, 'x'))), [code]);
    }
    await desk.annul(desk.reporter, record);
    assert.deepEqual(await problemsOf(receive(desk.reporter, record, await file('c'))), ['record_void']);
  });

  test('a draft and its photos are its writer’s own', async () => {
    const draft = await desk.create(desk.reporter, draftOf(), 'draft');
    const { accepted } = await receive(desk.reporter, draft.id, await file('a'));
    assert.equal(accepted.length, 1);
    assert.deepEqual(await photos(desk.secretary, draft.id), []);
    assert.equal((await photos(desk.reporter, draft.id)).length, 1);
  });

  test('the staff role cannot write a photo past the actions', async () => {
    const row = {
      record_id: record,
      key: 'k',
      hash: '0'.repeat(64),
      bytes: 1,
      width: 1,
      height: 1,
      created_by: desk.stranger.accountId,
    };
    await assert.rejects(
      desk.as(desk.stranger, (tx) =>
        tx
          .insertInto('photo')
          .values({ ...row, caption: '' })
          .execute(),
      ),
      /row-level security/,
    );
    await assert.rejects(
      desk.as(desk.reporter, (tx) => tx.deleteFrom('photo').execute()),
      /permission denied/,
    );
    await assert.rejects(
      desk.as(desk.reporter, (tx) =>
        tx
          .updateTable('photo')
          .set({ hash: '1'.repeat(64) })
          .execute(),
      ),
      /permission denied/,
    );
  });

  test('a verified record keeps its photos, and takes those that were still under way', async () => {
    const { accepted } = await receive(desk.reporter, record, await file('a'));
    await desk.verify(desk.clerk, record);
    const remove = () => desk.as(desk.reporter, (tx) => removePhoto(tx, desk.reporter, accepted[0]!.id));
    assert.deepEqual(await problemsOf(remove()), ['photo_verified']);
    assert.equal((await receive(desk.reporter, record, await file('late'))).accepted.length, 1);
    await desk.giveBack(desk.clerk, record);
    await remove();
    assert.equal((await photos(desk.reporter, record)).length, 1);
  });
});

describe('once and only once', () => {
  test('each file is accepted or refused with a sentence, and none keeps another out', async () => {
    const sent = [
      await file('good'),
      await file('cut', (await picture()).subarray(0, 40)),
      await file('text', Buffer.from('hello')),
      await file('bad key!'),
      await file('good2'),
    ];
    const { accepted, refused } = await receive(desk.reporter, record, ...sent);
    assert.equal(accepted.length + refused.length, sent.length);
    assert.deepEqual(
      accepted.map((one) => one.key),
      ['good', 'good2'],
    );
    assert.deepEqual(
      refused.map((one) => [one.key, one.problems[0]!.code]),
      [
        ['cut', 'photo_broken'],
        ['text', 'photo_type'],
        ['bad key!', 'photo_key'],
      ],
    );
  });

  test('sent again, also at the same moment and with the same picture under another key, it stands there once', async () => {
    const one = await file('same');
    const answers = await Promise.all(Array.from({ length: 6 }, () => receive(desk.reporter, record, one)));
    const ids = new Set(answers.map(({ accepted }) => accepted[0]!.id));
    assert.equal(ids.size, 1);
    assert.equal(answers.filter(({ accepted }) => !accepted[0]!.repeated).length, 1);
    const other = await receive(desk.reporter, record, { ...one, key: keyOfFile(one.bytes) });
    assert.deepEqual(other.accepted, [{ key: keyOfFile(one.bytes), id: [...ids][0], repeated: true }]);
    assert.equal((await photos(desk.reporter, record)).length, 1);
    // A second record may show the same picture; its file is there once.
    const second = await desk.create(desk.reporter, draftOf());
    const before = onDisk().length;
    assert.equal((await receive(desk.reporter, second.id, one)).accepted[0]!.repeated, false);
    assert.equal(onDisk().length, before);
  });

  test('nine and no more, however many arrive at once', async () => {
    const sent = await Promise.all(Array.from({ length: 14 }, (_, index) => file(`n${index}`)));
    const answers = await Promise.all(sent.map((one) => receive(desk.reporter, record, one)));
    assert.equal(answers.flatMap(({ accepted }) => accepted).length, photosAtMost);
    assert.ok(answers.flatMap(({ refused }) => refused).every((one) => one.problems[0]!.code === 'photo_enough'));
    assert.equal((await asReader(desk.database, desk.clerk, (tx) => photosOf(tx, [record]))).get(record), photosAtMost);
  });
});

describe('removing', () => {
  test('a removed photo is gone from the record and comes back, unless its place is taken', async () => {
    const first = await file('first');
    const { accepted } = await receive(desk.reporter, record, first);
    const { id } = accepted[0]!;
    const act = (verb: typeof removePhoto) => desk.as(desk.reporter, (tx) => verb(tx, desk.reporter, id));
    await act(removePhoto);
    await act(removePhoto);
    assert.deepEqual(await photos(desk.reporter, record), []);
    assert.deepEqual(
      (await asReader(desk.database, desk.reporter, (tx) => readRemoved(tx, record))).map((one) => one.id),
      [id],
    );
    // A late repetition does not bring it back.
    assert.deepEqual((await receive(desk.reporter, record, first)).accepted, [{ key: 'first', id, repeated: true }]);
    assert.deepEqual(await photos(desk.reporter, record), []);
    await act(restorePhoto);
    assert.equal((await photos(desk.reporter, record))[0]!.id, id);
    await act(removePhoto);
    await receive(desk.reporter, record, { ...first, key: 'again' });
    assert.deepEqual(await problemsOf(act(restorePhoto)), ['photo_there']);
    const { rows: trail } = await sql<{ action: string }>`SELECT action FROM audit_entry
      WHERE subject = ${`record:${record}`} ORDER BY id`.execute(desk.database.system);
    assert.deepEqual(
      trail.map((one) => one.action).filter((one) => one.startsWith('photo.')),
      ['photo.added', 'photo.removed', 'photo.restored', 'photo.removed', 'photo.added'],
    );
  });

  test('a caption is one line of bounded length', async () => {
    const { accepted } = await receive(desk.reporter, record, await file('a'));
    const describeIt = (caption: string) =>
      desk.as(desk.reporter, (tx) => describePhoto(tx, desk.reporter, accepted[0]!.id, caption));
    await describeIt(' 居民在看\n展板 ');
    assert.equal((await photos(desk.reporter, record))[0]!.caption, '居民在看 展板');
    assert.deepEqual(await problemsOf(describeIt('长'.repeat(201))), ['caption_too_long']);
  });
});

describe('files', () => {
  test('what was kept is read back, whole, in both sizes', async () => {
    const { accepted } = await receive(desk.reporter, record, await file('a'));
    const [photo] = await photos(desk.reporter, record);
    assert.equal(photo!.id, accepted[0]!.id);
    const full = (await files.read(photo!.hash, 'full'))!;
    const parts: Buffer[] = [];
    for await (const part of full.stream) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    assert.deepEqual([bytes.length, full.bytes], [photo!.bytes, photo!.bytes]);
    assert.deepEqual([photo!.width, photo!.height], [30, 20]);
    const small = (await files.read(photo!.hash, 'small'))!;
    small.stream.destroy();
    assert.ok(small.bytes > 0);
    assert.equal(await files.read('f'.repeat(64), 'full'), undefined);
  });

  test('the sweep takes what nobody names and nothing else, also beside uploads', async () => {
    const later = new Date(Date.now() + (daysToRestore + 1) * 86_400_000);
    await sweepPhotos(desk.database, files, later);
    await receive(desk.reporter, record, await file('stays'));
    const orphan = await developPhoto(await picture());
    await files.keep(orphan);
    const shelf = join(folder, orphan.hash.slice(0, 2), orphan.hash.slice(2, 4));
    mkdirSync(shelf, { recursive: true });
    const [old, young] = [join(shelf, 'x.abc.part'), join(shelf, 'y.abc.part')];
    for (const path of [old, young]) writeFileSync(path, 'half');
    utimesSync(old, 0, 0);
    const kept = onDisk().length - 2;
    assert.deepEqual(await sweepPhotos(desk.database, files), { photos: 0, files: 3 });
    assert.equal(onDisk().length, kept);
    assert.ok(existsSync(young) && !existsSync(old));

    // A removed one goes for good when its time is over.
    const { accepted } = await receive(desk.reporter, record, await file('goes'));
    await desk.as(desk.reporter, (tx) => removePhoto(tx, desk.reporter, accepted[0]!.id));
    assert.deepEqual(await sweepPhotos(desk.database, files), { photos: 0, files: 0 });
    assert.deepEqual(await sweepPhotos(desk.database, files, later), { photos: 1, files: 2 });
  });

  test('whatever the order of uploads, repetitions, removals and sweeps, every photo has its file', async () => {
    const pool = await Promise.all(Array.from({ length: 4 }, () => picture()));
    const step = fc.record({ act: fc.constantFrom('send', 'remove', 'restore', 'sweep'), which: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
        const { id: own } = await desk.create(desk.reporter, draftOf());
        await Promise.all(
          steps.map(async ({ act, which }, index) => {
            if (act === 'send')
              await receive(desk.reporter, own, { key: `k${which}-${index}`, name: '', bytes: pool[which]! });
            else if (act === 'sweep') await sweepPhotos(desk.database, files, new Date(Date.now() + 40 * 86_400_000));
            else {
              const seen = await desk.as(desk.reporter, async (tx) => [
                ...(await readPhotos(tx, own)),
                ...(await readRemoved(tx, own)),
              ]);
              const verb = act === 'remove' ? removePhoto : restorePhoto;
              const one = seen[which];
              if (one) await desk.as(desk.reporter, (tx) => verb(tx, desk.reporter, one.id)).catch(() => {});
            }
          }),
        );
        for (const photo of await photos(desk.reporter, own)) {
          for (const size of ['full', 'small'] as const) {
            const found = await files.read(photo.hash, size);
            assert.ok(found, `${size} of ${photo.hash}`);
            found.stream.destroy();
          }
        }
        const hashes = (await photos(desk.reporter, own)).map((one) => one.hash);
        assert.equal(new Set(hashes).size, hashes.length);
      }),
      { numRuns: 25 },
    );
  });

  test('nothing of the sender’s name reaches the disk', async () => {
    await receive(desk.reporter, record, { ...(await file('a')), name: '../../../evil.jpg' });
    assert.ok(onDisk().every((path) => /^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}(\.small)?\.jpg$/.test(path)));
    assert.equal(readFileSync(join(folder, onDisk()[0]!)).subarray(0, 2).toString('hex'), 'ffd8');
  });
});
