import { createHash } from 'node:crypto';
import type { Database, Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { lockRecord } from '#domain/records/store.ts';
import { refuseUnseen } from '#domain/records/unseen.ts';
import { type Problem, ProblemError, refuse } from '#kernel/problem.ts';
import { type Developed, developPhoto } from './develop.ts';
import type { PhotoFiles } from './files.ts';
import { captionAtMost, photosAtMost, type SentFile } from './model.ts';
import * as store from './store.ts';

/** What became of every file that was sent: accepted and refused together are all of them, in their order. */
export interface Received {
  readonly accepted: readonly { readonly key: string; readonly id: number; readonly repeated: boolean }[];
  readonly refused: readonly { readonly key: string; readonly name: string; readonly problems: readonly Problem[] }[];
}

/**
 * Takes files in as photos of a record, each by itself: one that is refused keeps no other out. Raises ProblemError when the
 * record is out of sight, the actor may not record for it, or it is void; nothing has been opened then.
 */
export async function receivePhotos(
  database: Database,
  actor: Actor,
  files: PhotoFiles,
  recordId: number,
  sent: readonly SentFile[],
): Promise<Received> {
  await asReader(database, actor, (tx) => refuseOutsider(tx, actor, recordId));
  const accepted: Received['accepted'][number][] = [];
  const refused: Received['refused'][number][] = [];
  for (const file of sent) {
    try {
      refuseBadKey(file.key);
      const before = await asReader(database, actor, async (tx) => {
        const earlier = await store.findByKey(tx, recordId, file.key);
        if (!earlier) await refuseMore(tx, recordId);
        return earlier;
      });
      const photo = before ?? (await developPhoto(file.bytes));
      const result =
        'recordId' in photo
          ? { id: photo.id, repeated: true }
          : await asActor(database, actor, (tx) => addPhoto(tx, actor, files, recordId, file, photo));
      accepted.push({ key: file.key, ...result });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refused.push({ key: file.key, name: file.name, problems: error.problems });
    }
  }
  return { accepted, refused };
}

/**
 * Adds a developed photo to a record. The same key, or the same picture, never stands there twice: the first one's number
 * comes back with `repeated`. Raises ProblemError when there are as many as a record may have.
 */
async function addPhoto(
  tx: Tx,
  actor: Actor,
  files: PhotoFiles,
  recordId: number,
  { key, caption = '' }: Pick<SentFile, 'key' | 'caption'>,
  developed: Developed,
): Promise<{ id: number; repeated: boolean }> {
  await lockForChange(tx, actor, recordId);
  const earlier = (await store.findByKey(tx, recordId, key)) ?? (await store.findByHash(tx, recordId, developed.hash));
  if (earlier) return { id: earlier.id, repeated: true };
  await refuseMore(tx, recordId);
  await store.holdFiles(tx);
  await files.keep(developed);
  const id = await store.insertPhoto(tx, recordId, key, tidyCaption(caption), developed, actor.accountId);
  return { id, repeated: false };
}

/** Takes a photo off its record; for some days it can be brought back. A verified record keeps what it was verified by. */
export async function removePhoto(tx: Tx, actor: Actor, id: number): Promise<{ recordId: number }> {
  const photo = await seen(tx, id);
  const record = await lockForChange(tx, actor, photo.recordId);
  if (record.status === 'verified')
    refuse('photo_verified', {
      zh: '这条记录已经核定，照片是核定的依据，不能再删。要换照片，请上级先退回',
      en: 'this record is verified and its photos are what it was verified by; ask for it to be returned first',
    });
  if (!photo.removed) await store.markRemoved(tx, id, actor.accountId);
  return { recordId: photo.recordId };
}

/** Brings a removed photo back. Raises ProblemError when its place has been taken. */
export async function restorePhoto(tx: Tx, actor: Actor, id: number): Promise<{ recordId: number }> {
  const photo = await seen(tx, id);
  await lockForChange(tx, actor, photo.recordId);
  if (!photo.removed) return { recordId: photo.recordId };
  if (await store.findByHash(tx, photo.recordId, photo.hash))
    refuse('photo_there', { zh: '这张照片已经在记录里了', en: 'this photo is there already' });
  await refuseMore(tx, photo.recordId);
  await store.markRemoved(tx, id, null);
  return { recordId: photo.recordId };
}

/** Writes what is to be seen on a photo, for those who cannot see it. */
export async function describePhoto(tx: Tx, actor: Actor, id: number, caption: string): Promise<{ recordId: number }> {
  const photo = await seen(tx, id);
  await lockForChange(tx, actor, photo.recordId);
  await store.writeCaption(tx, id, tidyCaption(caption));
  return { recordId: photo.recordId };
}

/** A key for a file whose sender has none: the same file has the same one. */
export function keyOfFile(bytes: Uint8Array): string {
  return `file-${createHash('sha256').update(bytes).digest('hex')}`;
}

function refuseBadKey(key: string): void {
  if (!/^[\w.-]{1,100}$/.test(key))
    refuse('photo_key', {
      zh: '这张照片没有送全，请重新选一次',
      en: 'this photo did not arrive whole; choose it again',
    });
}

function tidyCaption(text: string): string {
  const tidy = text.replaceAll(/\p{Cc}+/gu, ' ').trim();
  if (tidy.length > captionAtMost)
    refuse('caption_too_long', {
      zh: `照片说明最多 ${captionAtMost} 个字，现在有 ${tidy.length} 个，请写短一些`,
      en: `a caption has at most ${captionAtMost} characters; this one has ${tidy.length}`,
    });
  return tidy;
}

async function refuseMore(tx: Tx, recordId: number): Promise<void> {
  const there = (await store.photosOf(tx, [recordId])).get(recordId)!;
  if (there >= photosAtMost)
    refuse('photo_enough', {
      zh: `一条记录最多 ${photosAtMost} 张照片，已经有 ${there} 张了。请先删一张再加`,
      en: `a record has at most ${photosAtMost} photos, and ${there} are there; remove one first`,
    });
}

async function seen(tx: Tx, id: number): Promise<store.StoredPhoto> {
  return (
    (await store.findPhoto(tx, id)) ??
    refuse('photo_unknown', { zh: '没有这张照片，或者您无权查看', en: 'there is no such photo that you may see' })
  );
}

async function lockForChange(tx: Tx, actor: Actor, recordId: number) {
  const record = await lockRecord(tx, recordId);
  if (!record) return refuseUnseen(recordId);
  refuseWhoMayNot(actor, record.scope, record.status);
  return record;
}

async function refuseOutsider(tx: Tx, actor: Actor, recordId: number): Promise<void> {
  const found = tx.selectFrom('record').select(['scope', 'status']).where('id', '=', recordId);
  const record = await found.executeTakeFirst();
  if (!record) refuseUnseen(recordId);
  refuseWhoMayNot(actor, record.scope, record.status);
}

function refuseWhoMayNot(actor: Actor, scope: readonly number[], status: string): void {
  if (!can(actor, 'record', { scope }))
    refuse('forbidden', {
      zh: '您的职务不能改这条记录的照片',
      en: 'your posts do not let you change the photos of this record',
    });
  if (status === 'void')
    refuse('record_void', { zh: '这条记录已经作废，不能再加照片', en: 'this record is void and takes no photos' });
}
