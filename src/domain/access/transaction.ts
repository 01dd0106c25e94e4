import { sql } from 'kysely';
import type { Database, Tx } from '#db/open.ts';
import { type Actor, type Post, postsThatMay, readingPosts } from './policy.ts';
import { givingPosts } from './rules.ts';

/**
 * Runs `work` in a transaction of the staff handle, in which row level security shows what this actor may read and
 * nothing else. `repeatable read` is for acts that are based on more than one read.
 */
export function asActor<Result>(
  database: Database,
  actor: Actor,
  work: (tx: Tx) => Promise<Result>,
  isolation: 'read committed' | 'repeatable read' = 'read committed',
): Promise<Result> {
  return database.staff
    .transaction()
    .setIsolationLevel(isolation)
    .execute((tx) => workAs(tx, actor, work));
}

/** The same for reading: one snapshot from beginning to end, so that a list, its total and its figures always agree. */
export function asReader<Result>(database: Database, actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const reading = database.staff.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return reading.execute((tx) => workAs(tx, actor, work));
}

async function workAs<Result>(tx: Tx, actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const posts = readingPosts(actor);
  const gives = givingPosts(actor).map((post) => ({ path: post.path, roles: post.gives, until: post.to }));
  await sql`SELECT set_config('app.account', ${String(actor.accountId)}, true),
    set_config('app.roots', ${posts.map((post) => post.unitId).join(',')}, true),
    set_config('app.paths', ${posts.map((post) => post.path).join(',')}, true),
    set_config('app.watched', ${unitsOf(postsThatMay(actor, 'audit').filter((post) => posts.includes(post)))}, true),
    set_config('app.administered', ${unitsOf(postsThatMay(actor, 'administer'))}, true),
    set_config('app.gives', ${gives.length > 0 ? JSON.stringify(gives) : ''}, true),
    set_config('app.device', ${actor.device ?? ''}, true)`.execute(tx);
  return await work(tx);
}

function unitsOf(posts: readonly Post[]): string {
  return posts.map((post) => post.unitId).join(',');
}
