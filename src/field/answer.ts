import type { Context } from 'hono';
import type { Language } from '#kernel/text.ts';
import type { Visitor } from './door.ts';
import { documentText, type Page } from './layout.ts';
import { messagePage } from './pages/message.ts';
import { words } from './words.ts';

/** What every page behind the door knows. */
export type FieldContext = Context<{ Variables: { visitor: Visitor; language: Language } }>;

export async function show(
  c: FieldContext,
  status: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 422 | 500 | 503,
  page: Page,
): Promise<Response> {
  const by = c.get('visitor')?.actor.username;
  const text = await documentText({ ...page, ...(by !== undefined && { by }) }, c.get('language') ?? 'zh');
  return c.html(text, status);
}

export function message(
  c: FieldContext,
  status: 400 | 403 | 404 | 409 | 413 | 500 | 503,
  title: keyof typeof words,
  text: keyof typeof words,
): Promise<Response> {
  const t = c.get('language') ?? 'zh';
  if (wantsJson(c)) return Promise.resolve(c.json({ state: 'wrong', words: [words[text][t]] }, status));
  return show(c, status, {
    title: words[title][t],
    here: '/field',
    up: { href: '/field', label: words.home },
    main: messagePage(words[title][t], words[text][t], t),
  });
}

/** The script asks for a short answer; a browser by itself for a page. */
export function wantsJson(c: Context): boolean {
  return (c.req.header('accept') ?? '').startsWith('application/json');
}
