import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Database } from '#db/open.ts';
import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { joinRecord } from '#domain/duplicates/actions.ts';
import { nearbyUnits, type Similar, similarRecords } from '#domain/duplicates/search.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import { ProblemError } from '#kernel/problem.ts';
import type { Language } from '#kernel/text.ts';
import { message } from './answer.ts';
import type { Door, Visitor } from './door.ts';
import { draftFrom } from './form/answers.ts';
import { blankDraft } from './form/draft-start.ts';
import { dayText } from './form/questions.ts';
import { type Sent, sentForm } from './form-answer.ts';
import { type Ground, ground, kindOf } from './form-desk.ts';
import type { Html } from './layout.ts';
import { fill, words } from './words.ts';

/** Before a record is sent: whether it was recorded already, and joining that record instead. */
export function similarRoutes(
  field: Hono<{ Variables: { visitor: Visitor; language: Language } }>,
  database: Database,
  door: Door,
): void {
  field.post('/similar/:kind', async (c) => {
    const kind = kindOf(c.req.param('kind'));
    const visitor = c.get('visitor');
    if (!kind) return message(c, 404, 'notFound', 'notFoundText');
    const read = <Result>(work: Parameters<typeof asReader<Result>>[2]) => asReader(database, visitor.actor, work);
    const on = await ground(read, kind, visitor, c.get('language'), await door.organisation());
    if (on.units.length === 0) return c.body(null, 204);
    const sent: Sent = await sentForm(c);
    const start = blankDraft(on.kind, on.units[0]!.code, visitor.today, on.organisation.catalogue);
    const { draft } = draftFrom(sent.answers, start, on.kind, on.organisation.catalogue, on.levels);
    const notice = await similarNotice(database, on, draft);
    return notice ? c.html(notice) : c.body(null, 204);
  });

  field.post('/records/:id{[1-9][0-9]{0,14}}/join', async (c) => {
    const { actor, today } = c.get('visitor');
    const id = Number(c.req.param('id'));
    const { answers } = await sentForm(c);
    const [base = '', unit = ''] = (answers.find(([name]) => name === 'join')?.[1] ?? '').split(' ');
    const organisation = await door.organisation();
    try {
      await asActor(database, actor, (tx) => joinRecord(tx, actor, id, Number(base), unit, { organisation, today }));
    } catch (error) {
      // Whoever changed it in between: the record's page says how it is now, and the form is still there.
      if (!(error instanceof ProblemError) || error.problems[0]?.code !== 'record_changed') throw error;
    }
    return c.redirect(`/field/records/${id}?done=saved`, 303);
  });
}

/** What may be the same event, with the way to join it; undefined when there is nothing. */
export async function similarNotice(
  database: Database,
  { visitor, organisation, language }: Ground,
  draft: RecordDraft,
): Promise<Html | undefined> {
  if (draft.title.trim() === '') return undefined;
  const { actor } = visitor;
  const records = await asReader(database, actor, (tx) => similarRecords(tx, organisation, draft));
  const nearby = await nearbyUnits(database.system, organisation, draft, (scope) => can(actor, 'read', { scope }));
  if (records.length === 0 && nearby.length === 0) return undefined;
  const lead = organisation.tree.find(draft.hosts[0]!)!;
  const nameOf = (id: number) => organisation.tree.findId(id)?.short ?? '';
  return html`<div class="note similar">
${records.length > 0 ? html`<p><b>${words.similar[language]}</b></p>` : ''}
${records.slice(0, 2).map((one) => candidate(one, lead, nameOf, language))}
${nearby.length > 0 ? html`<p>${fill(words.similarNearby[language], { units: nearby.map(nameOf).join('、') })}</p>` : ''}
</div>`;
}

function candidate(one: Similar, lead: Unit, nameOf: (id: number) => string, t: Language): Html {
  const isHost = one.hosts.includes(lead.id);
  return html`<p>${one.title}<br /><span class="quiet">${dayText(one.day, t)} · ${one.hosts.map(nameOf).join('、')}</span></p>
${
  isHost
    ? html`<p><a class="button" href="/field/records/${one.id}">${words.similarOpen[t]}</a></p>`
    : html`<p><button class="button" formaction="/field/records/${one.id}/join" name="join" value="${one.revision} ${lead.code}">${fill(words.similarJoin[t], { unit: lead.short })}</button></p>`
}`;
}
