import { asReader } from '#domain/access/transaction.ts';
import { readPhotos } from '#domain/photos/store.ts';
import { readRecord } from '#domain/records/detail.ts';
import { signedIn } from '../services.ts';

export const photos = {
  list: signedIn.photos.list.handler(async ({ input, context }) => {
    const { database } = context.services;
    const organisation = await context.services.organisation();
    const found = await asReader(database, context.actor, async (tx) => {
      // Refuses what is out of sight, as the record itself would.
      await readRecord(tx, context.actor, organisation, input.id);
      return await readPhotos(tx, input.id);
    });
    return {
      photos: found.map(({ id, width, height, bytes, caption, by, at }) => ({
        ...{ id, width, height, bytes, caption, by, at: at.toISOString() },
        ...{ full: `/api/photos/${id}/full`, small: `/api/photos/${id}/small` },
      })),
    };
  }),
};
