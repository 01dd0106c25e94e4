import type { Hono } from 'hono';
import type { Database, Tx } from '#db/open.ts';
import { asReader } from '#domain/access/transaction.ts';
import { asking } from '#domain/kinds/asking.ts';
import { readPhotos } from '#domain/photos/store.ts';
import { type RecordDetail, readRecord } from '#domain/records/detail.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import type { FieldComment } from '#domain/verification/model.ts';
import { partLabel } from '#domain/verification/parts.ts';
import { readComments } from '#domain/verification/store.ts';
import type { Language } from '#kernel/text.ts';
import { type FieldContext, message, show } from './answer.ts';
import type { Door, Visitor } from './door.ts';
import { takeEdit, takeNew } from './form-acts.ts';
import { answerForm, type Sent, sentForm } from './form-answer.ts';
import { editingOf, filledAnswers, formView, ground, kindOf, prepare, reasonOf, startDraft } from './form-desk.ts';
import { readVerifiers } from './own-records.ts';
import { formPage } from './pages/form.ts';
import { type Arrival, recordPage } from './pages/record.ts';
import { labelOfPart } from './parts.ts';
import { closedNotice } from './reporting-routes.ts';
import { similarNotice } from './similar.ts';
import { noteLook, type Refused, readThread, threadRoutes } from './thread-routes.ts';
import { words } from './words.ts';

/** New records, records looked up, and their forms. */
export function recordRoutes(
  field: Hono<{ Variables: { visitor: Visitor; language: Language } }>,
  database: Database,
  door: Door,
): void {
  const up = { href: '/field', label: words.home };

  field.get('/new/:kind', async (c) => {
    const kind = kindOf(c.req.param('kind'));
    const visitor = c.get('visitor');
    if (!kind) return message(c, 404, 'notFound', 'notFoundText');
    const organisation = await door.organisation();
    return await asReader(database, visitor.actor, async (tx) => {
      const on = await ground((work) => work(tx), kind, visitor, c.get('language'), organisation);
      if (on.units.length === 0) return message(c, 403, 'failed', 'mayNot');
      const prepared = await prepare(tx, on);
      const like = c.req.query('like');
      const draft = await startDraft(tx, prepared, like);
      const view = formView(prepared, {
        answers: filledAnswers(draft, prepared),
        hidden: [
          ['key', draft.key],
          ['by', visitor.actor.username],
        ],
        action: `/field/new/${kind}`,
        editing: 'new',
        fresh: true,
      });
      const last = like === undefined ? prepared.habits.last?.id : undefined;
      return show(c, 200, {
        title: asking[kind].start[c.get('language')],
        here: c.req.path,
        up,
        main: formPage({ ...view, ...(last !== undefined && { like: `/field/new/${kind}?like=${last}` }) }),
      });
    });
  });

  field.post('/new/:kind', async (c) => {
    const kind = kindOf(c.req.param('kind'));
    const visitor = c.get('visitor');
    if (!kind) return message(c, 404, 'notFound', 'notFoundText');
    const organisation = await door.organisation();
    const on = await ground(
      (work) => asReader(database, visitor.actor, work),
      kind,
      visitor,
      c.get('language'),
      organisation,
    );
    if (on.units.length === 0) return message(c, 403, 'failed', 'mayNot');
    const sent = await sentForm(c);
    const hidden = [
      ['key', sent.key],
      ['by', sent.by],
    ] as const;
    const place = {
      ...{ sent, hidden, action: `/field/new/${kind}`, editing: 'new' as const },
      prepare: () => asReader(database, visitor.actor, (tx) => prepare(tx, on)),
      notice: (draft: RecordDraft) =>
        asReader(database, visitor.actor, (tx) => closedNotice(tx, organisation.tree, draft)),
      similar: (draft: RecordDraft) => similarNotice(database, on, draft),
    };
    return await answerForm(c, on, place, () => takeNew(database, on, sent.key, sent.answers, sent.act));
  });

  const showRecord = async (c: FieldContext, id: number, refused?: Refused): Promise<Response> => {
    const visitor = c.get('visitor');
    const t = c.get('language');
    const organisation = await door.organisation();
    const { response, beside } = await asReader(database, visitor.actor, async (tx) => {
      const detail = await readRecord(tx, visitor.actor, organisation, id);
      const { hosts, kind, to } = detail.draft;
      const { steps, habits } = await prepare(tx, await ground((work) => work(tx), kind, visitor, t, organisation), to);
      const verifiers =
        detail.status === 'submitted' ? await readVerifiers(tx, visitor.actor, organisation, hosts, to) : [];
      const labelOf = (part: string) => labelOfPart(part, kind, organisation, t);
      const merged = (c.req.query('merged') ?? '').split(',').filter(Boolean).map(labelOf);
      const photos = await readPhotos(tx, detail.id);
      const seen = await readThread(tx, visitor, organisation, id, door.now());
      const view = {
        ...{ detail, steps, habits, verifiers, photos, arrival: arrivalOf(c.req.query('done')), merged },
        notice: isSettled(detail) ? undefined : await closedNotice(tx, organisation.tree, detail.draft),
        comments: seen.comments.map(({ part, text }) => ({
          label: partLabel(part, kind, organisation)?.[t] ?? '',
          text,
        })),
        changed: seen.changes.map(({ label, by }) => ({ label: label[t], by })),
        thread: { id, ...seen, by: visitor.actor.username, ...(refused && { refused }) },
      };
      const main = recordPage(view, organisation, t);
      const path = `/field/records/${id}`;
      return {
        response: show(c, refused ? 422 : 200, { title: detail.draft.title, here: path, up, main }),
        beside: seen,
      };
    });
    await noteLook(database, visitor.actor, id, beside);
    return await response;
  };

  field.get('/records/:id{[1-9][0-9]{0,14}}', (c) => showRecord(c, Number(c.req.param('id'))));
  threadRoutes(field, database, door, showRecord);

  field.get('/records/:id{[1-9][0-9]{0,14}}/edit', async (c) => {
    const visitor = c.get('visitor');
    const organisation = await door.organisation();
    const id = Number(c.req.param('id'));
    return await asReader(database, visitor.actor, async (tx) => {
      const detail = await readRecord(tx, visitor.actor, organisation, id);
      if (!detail.may.includes('edit')) return c.redirect(`/field/records/${id}`, 303);
      const on = await ground((work) => work(tx), detail.draft.kind, visitor, c.get('language'), organisation);
      const prepared = await prepare(tx, on, detail.draft.to);
      const view = formView(prepared, {
        answers: filledAnswers(detail.draft, prepared),
        hidden: [
          ['base', String(detail.revision)],
          ['by', visitor.actor.username],
        ],
        action: c.req.path,
        editing: editingOf(detail),
        reason: reasonOf(detail),
        comments: await commentsOf(tx, detail),
        fresh: true,
      });
      return show(c, 200, { title: detail.draft.title, here: c.req.path, up, main: formPage(view) });
    });
  });

  field.post('/records/:id{[1-9][0-9]{0,14}}/edit', async (c) => {
    const visitor = c.get('visitor');
    const organisation = await door.organisation();
    const id = Number(c.req.param('id'));
    const { on, detail, comments } = await asReader(database, visitor.actor, async (tx) => {
      const read = await readRecord(tx, visitor.actor, organisation, id);
      return {
        detail: read,
        comments: await commentsOf(tx, read),
        on: await ground((work) => work(tx), read.draft.kind, visitor, c.get('language'), organisation),
      };
    });
    const sent: Sent = await sentForm(c);
    const hidden = [
      ['base', String(sent.base)],
      ['by', sent.by],
    ] as const;
    const place = {
      ...{ sent, hidden, action: c.req.path, editing: editingOf(detail), reason: reasonOf(detail), comments },
      prepare: () => asReader(database, visitor.actor, (tx) => prepare(tx, on, detail.draft.to)),
      notice: (draft: RecordDraft) =>
        asReader(database, visitor.actor, (tx) => closedNotice(tx, organisation.tree, draft)),
    };
    return await answerForm(c, on, place, () =>
      takeEdit(database, on, id, sent.base, sent.answers, sent.act, sent.choices),
    );
  });
}

/** What the verifier said of single fields of a record that was given back. */
async function commentsOf(tx: Tx, { id, status }: RecordDetail): Promise<readonly FieldComment[]> {
  return status === 'returned' ? await readComments(tx, id) : [];
}

/** Whatever comes of its round, nothing is to be said to its writer. */
function isSettled({ status }: RecordDetail): boolean {
  return status === 'verified' || status === 'void';
}

function arrivalOf(text: string | undefined): Arrival {
  return (['sent', 'draft', 'saved'] as const).find((one) => one === text);
}
