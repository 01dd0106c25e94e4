import { sql } from 'kysely';
import type { Database, Tx } from '#db/open.ts';
import { type Actor, readingPosts } from './policy.ts';

/**
 * Runs `work` in a transaction of the staff handle, in which row level security shows what this actor may read and
 * nothing else.
 */
export function asActor<Result>(database: Database, actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const posts = readingPosts(actor);
  return database.staff.transaction().execute(async (tx) => {
    await sql`SELECT set_config('app.account', ${String(actor.accountId)}, true),
      set_config('app.roots', ${posts.map((post) => post.unitId).join(',')}, true),
      set_config('app.paths', ${posts.map((post) => post.path).join(',')}, true)`.execute(tx);
    return work(tx);
  });
}
