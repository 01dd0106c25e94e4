import type { Database } from '#db/open.ts';
import type { PhotoFiles } from './files.ts';
import { daysToRestore } from './model.ts';
import { holdPhotos } from './store.ts';

/**
 * Deletes for good: photos removed longer ago than they can be brought back, and files that no photo names (a crash, a failed
 * transaction, the former). Returns how many of each. Safe beside uploads: they wait for each other, one shelf at a time.
 */
export async function sweepPhotos(
  { system }: Pick<Database, 'system'>,
  files: PhotoFiles,
  now = new Date(),
): Promise<{ photos: number; files: number }> {
  const before = new Date(now.getTime() - daysToRestore * 86_400_000);
  const gone = await system.deleteFrom('photo').where('removed_at', '<', before).executeTakeFirst();
  let swept = 0;
  for (const shelf of await files.shelves()) {
    swept += await system.transaction().execute(async (tx) => {
      await holdPhotos(tx);
      const there = await files.onShelf(shelf);
      const hashes = [...new Set(there.flatMap(({ hash }) => hash ?? []))];
      const named =
        hashes.length === 0 ? [] : await tx.selectFrom('photo').select('hash').where('hash', 'in', hashes).execute();
      const known = new Set(named.map((row) => row.hash));
      const orphans = there.filter(({ hash }) => hash === undefined || !known.has(hash));
      for (const { path } of orphans) await files.remove(path);
      return orphans.length;
    });
  }
  return { photos: Number(gone.numDeletedRows), files: swept };
}
