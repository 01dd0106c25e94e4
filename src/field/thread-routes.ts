import type { Hono } from 'hono';
import type { Database, Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { readRecord } from '#domain/records/detail.ts';
import { markLook, sayMessage } from '#domain/verification/actions.ts';
import { type Beside, readBeside } from '#domain/verification/beside.ts';
import { ProblemError } from '#kernel/problem.ts';
import type { Language } from '#kernel/text.ts';
import type { FieldContext } from './answer.ts';
import type { Door, Visitor } from './door.ts';
import type { ThreadView } from './pages/thread.ts';
import { fill, words } from './words.ts';

export type Refused = NonNullable<ThreadView['refused']>;

/** Takes what somebody says about a record; the record's own page shows it, and what was not taken too. */
export function threadRoutes(
  field: Hono<{ Variables: { visitor: Visitor; language: Language } }>,
  database: Database,
  door: Door,
  showRecord: (c: FieldContext, id: number, refused: Refused) => Promise<Response>,
): void {
  field.post('/records/:id{[1-9][0-9]{0,14}}/messages', async (c) => {
    const { actor } = c.get('visitor');
    const t = c.get('language');
    const id = Number(c.req.param('id'));
    const form = new URLSearchParams(await c.req.text());
    const [text, by] = [form.get('text') ?? '', form.get('by') ?? ''];
    if (by !== actor.username) return showRecord(c, id, { text, why: fill(words.messageOther[t], { by }) });
    try {
      const organisation = await door.organisation();
      await asActor(database, actor, async (tx) => {
        // Refuses what is out of sight, as the record itself would.
        await readRecord(tx, actor, organisation, id);
        await sayMessage(tx, actor, id, text.replaceAll('\r\n', '\n'));
      });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problems[0]?.code === 'record_unknown') throw error;
      return showRecord(c, id, { text, why: error.problems.map((one) => one.text[t]).join('；') });
    }
    return c.redirect(`/field/records/${id}#thread`, 303);
  });
}

/** What stands beside a record on its page. */
export async function readThread(
  tx: Tx,
  { actor, today }: Visitor,
  organisation: Organisation,
  id: number,
  now: Date,
): Promise<Pick<Beside, 'comments' | 'messages' | 'unread' | 'mayWrite' | 'changes' | 'revision'>> {
  return await readBeside(tx, actor, organisation, id, { now, today });
}

/** Having been shown a record's page counts as having looked at it. */
export async function noteLook(
  database: Database,
  actor: Actor,
  id: number,
  { revision, messages }: Pick<Beside, 'revision' | 'messages'>,
): Promise<void> {
  const message = messages.at(-1)?.id ?? 0;
  await asActor(database, actor, (tx) => markLook(tx, actor, id, { revision, message }));
}
