import type { RecordDraft } from '#domain/records/model.ts';
import type { Json } from '#kernel/canonical.ts';
import type { Text } from '#kernel/text.ts';
import { type FieldContext, show, wantsJson } from './answer.ts';
import type { Answers } from './form/answers.ts';
import type { Act, Outcome } from './form-acts.ts';
import { formView, type Ground, type Prepared, type Shown } from './form-desk.ts';
import type { Html, Page } from './layout.ts';
import { conflictPage } from './pages/conflict.ts';
import { formPage } from './pages/form.ts';
import { reviewPage } from './pages/review.ts';
import { labelOfPart, textOfPart } from './parts.ts';
import { isMultipart, sentParts } from './uploads.ts';
import { fill, words } from './words.ts';

/** A form as it arrived, what steers it apart from what was answered. */
export interface Sent {
  readonly answers: Answers;
  readonly key: string;
  readonly base: number;
  readonly by: string;
  readonly act: Act;
  /** The screen that somebody wants to go back to from the last look. */
  readonly change: string | undefined;
  readonly choices: { readonly at: number; readonly parts: Readonly<Record<string, 'mine' | 'theirs'>> } | undefined;
}

const steering = new Set(['key', 'base', 'by', 'act', 'change', 'chosen_at', 'photo']);

export async function sentForm(c: FieldContext): Promise<Sent> {
  const all = isMultipart(c) ? textsOf(await sentParts(c)) : [...new URLSearchParams(await c.req.text())];
  const one = (name: string) => all.find(([given]) => given === name)?.[1] ?? '';
  const chosen = all.flatMap(([name, side]) =>
    name.startsWith('choice.') && (side === 'mine' || side === 'theirs')
      ? [[name.slice('choice.'.length), side] as const]
      : [],
  );
  const act =
    (['draft', 'send'] as const).find((known) => known === all.findLast(([name]) => name === 'act')?.[1]) ?? 'review';
  return {
    answers: all.filter(([name]) => !steering.has(name) && !name.startsWith('choice.')),
    key: one('key'),
    base: Number(one('base')) || 0,
    by: one('by'),
    act,
    change: one('change') || undefined,
    choices: one('chosen_at') === '' ? undefined : { at: Number(one('chosen_at')), parts: Object.fromEntries(chosen) },
  };
}

function textsOf(parts: FormData | undefined): (readonly [string, string])[] {
  return [...(parts ?? [])].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}

export interface FormPlace extends Pick<Shown, 'hidden' | 'action' | 'editing' | 'reason' | 'comments'> {
  readonly sent: Sent;
  /** What a page needs; most forms are answered without one. */
  readonly prepare: () => Promise<Prepared>;
  /** What is said beside the last look: that the round is closed. */
  readonly notice?: (draft: RecordDraft) => Promise<Text | undefined>;
  /** What may be the same event, already recorded. */
  readonly similar?: (draft: RecordDraft) => Promise<Html | undefined>;
}

/** Does what was asked with the form and answers with the page, or the short message, that follows from it. */
export async function answerForm(
  c: FieldContext,
  { kind, visitor, organisation }: Ground,
  { sent, prepare, notice, similar, ...place }: FormPlace,
  take: () => Promise<Outcome>,
): Promise<Response> {
  const t = c.get('language');
  const up = { href: '/field', label: words.home };
  const page = (status: 200 | 409 | 422, main: Page['main']) =>
    show(c, status, { title: kind.label[t], here: place.action, up, main });
  const form = async (status: 200 | 409 | 422, more: Partial<Shown>) =>
    page(status, formPage(formView(await prepare(), { ...place, answers: sent.answers, ...more })));

  if (sent.by !== visitor.actor.username) {
    const text = { zh: fill(words.otherAccount.zh, { by: sent.by }), en: fill(words.otherAccount.en, { by: sent.by }) };
    if (wantsJson(c)) return c.json({ state: 'other-account', words: [text[t]] }, 409);
    return await form(409, { problems: [{ code: 'other_account', text }] });
  }
  if (sent.change !== undefined) return await form(200, { open: sent.change });

  const outcome = await take();
  switch (outcome.is) {
    case 'kept': {
      const merged = outcome.merged.length > 0 ? `&merged=${encodeURIComponent(outcome.merged.join(','))}` : '';
      const href = `/field/records/${outcome.id}?done=${outcome.as}${merged}`;
      return wantsJson(c) ? c.json({ state: 'kept', id: outcome.id, href }) : c.redirect(href, 303);
    }
    case 'review': {
      const view = formView(await prepare(), { ...place, answers: sent.answers });
      const { draft } = outcome;
      return await page(200, reviewPage(view, draft, organisation, await notice?.(draft), await similar?.(draft)));
    }
    case 'wrong':
      if (wantsJson(c)) return c.json({ state: 'wrong', words: outcome.problems.map((one) => one.text[t]) }, 422);
      return await form(422, { problems: outcome.problems });
    case 'choose': {
      const { conflicts, revision } = outcome.edit;
      const labelOf = (part: string) => labelOfPart(part, kind.code, organisation, t);
      if (wantsJson(c)) return c.json({ state: 'choose', words: conflicts.map((one) => labelOf(one.part)) }, 409);
      const { habits } = await prepare();
      const view = {
        action: place.action,
        conflicts,
        answers: [...place.hidden, ...sent.answers],
        revision,
        labelOf,
        show: (part: string, value: Json | undefined) => textOfPart(part, value, kind.code, organisation, habits, t),
        unchosen: sent.choices?.at === revision ? conflicts.map((one) => one.part) : [],
      };
      return await page(409, conflictPage(view, t));
    }
  }
}
