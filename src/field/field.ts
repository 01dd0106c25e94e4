import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import type { Database } from '#db/open.ts';
import { signIn } from '#domain/access/accounts.ts';
import { beginSession, endSession, handleOf } from '#domain/access/sessions.ts';
import { asReader } from '#domain/access/transaction.ts';
import { ProblemError } from '#kernel/problem.ts';
import { type Language, languages } from '#kernel/text.ts';
import { type FieldContext, message, show, wantsJson } from './answer.ts';
import { type Asset, files, icon, worker } from './assets.ts';
import { Door, type FieldOptions, ownAddress, type Visitor } from './door.ts';
import { unitsToRecordFor } from './habits.ts';
import type { Page } from './layout.ts';
import { readOwnRecords } from './own-records.ts';
import { homePage } from './pages/home.ts';
import { signInPage } from './pages/sign-in.ts';
import { waitingPage } from './pages/waiting.ts';
import { recordRoutes } from './record-routes.ts';
import { words } from './words.ts';

const bodyBytes = 262_144;

/** The phone forms, to be mounted at /field: pages that work without script and, once opened with it, without a network. */
export function makeField(database: Database, options: FieldOptions = {}): Hono {
  const door = new Door(database, options);
  const report =
    options.report ?? ((error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`));
  const field = new Hono<{ Variables: { visitor: Visitor; language: Language } }>();

  for (const asset of files) field.get(asset.path.slice('/field'.length), (c) => assetAnswer(c, asset, forGood));
  field.get('/worker.js', (c) =>
    assetAnswer(c, worker, { 'cache-control': 'no-cache', 'service-worker-allowed': '/field' }),
  );
  field.get('/manifest.webmanifest', (c) =>
    c.body(JSON.stringify(manifest), 200, { 'content-type': 'application/manifest+json', 'cache-control': 'no-cache' }),
  );

  field.use(async (c, next) => {
    c.set('language', door.language(c, undefined));
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  });
  field.use(bodyLimit({ maxSize: bodyBytes, onError: (c) => message(c as FieldContext, 413, 'failed', 'tooLarge') }));
  field.use(async (c, next) => {
    const asked = languages.find((one) => one === c.req.query('lang'));
    if (asked) setCookie(c, 'lang', asked, { path: '/', maxAge: 31_536_000, sameSite: 'Lax' });
    const writes = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    return writes && !door.isOwn(c) ? message(c, 403, 'failed', 'foreign') : await next();
  });

  field.get('/sign-in', async (c) => {
    const to = ownAddress(c.req.query('to'));
    if (await door.visitor(c)) return c.redirect(to, 303);
    return show(c, 200, signInView(c, { to, ended: c.req.query('ended') !== undefined, username: '', problems: [] }));
  });
  field.post('/sign-in', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const [username, password, to] = [
      form.get('username')?.trim() ?? '',
      form.get('password') ?? '',
      ownAddress(form.get('to') ?? undefined),
    ];
    const t = c.get('language');
    const missing = [
      ...(username === '' ? [words.usernameMissing[t]] : []),
      ...(password === '' ? [words.passwordMissing[t]] : []),
    ];
    const refused = (status: 401 | 422, problems: readonly string[]) =>
      show(c, status, signInView(c, { to, ended: false, username, problems }));
    if (missing.length > 0) return refused(422, missing);
    try {
      const before = await door.visitor(c);
      const { accountId } = await signIn(database.system, username, password, door.now());
      // A session from before is not taken over: whoever knew its token stays outside.
      if (before) await endSession(database.system, before.actor.accountId, handleOf(before.sessionId));
      door.keepToken(c, await beginSession(database.system, accountId, c.req.header('user-agent') ?? '', door.now()));
      return c.redirect(to, 303);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return refused(
        401,
        error.problems.map((one) => one.text[t]),
      );
    }
  });

  field.use(async (c, next) => {
    const visitor = await door.visitor(c);
    if (!visitor) return askToSignIn(c);
    c.set('visitor', visitor);
    c.set('language', door.language(c, visitor));
    return await next();
  });
  field.post('/sign-out', async (c) => {
    const { actor, sessionId } = c.get('visitor');
    await endSession(database.system, actor.accountId, handleOf(sessionId));
    door.keepToken(c, undefined);
    return c.redirect('/field/sign-in', 303);
  });
  field.get('/', async (c) => {
    const visitor = c.get('visitor');
    const organisation = await door.organisation();
    const own = await asReader(database, visitor.actor, (tx) => readOwnRecords(tx, visitor.actor));
    const mayRecord = unitsToRecordFor(visitor.actor, organisation.tree, visitor.today).length > 0;
    const t = c.get('language');
    return show(c, 200, {
      title: words.product[t],
      here: '/field',
      main: homePage(visitor, own, organisation, mayRecord, t),
    });
  });
  field.get('/waiting', (c) => {
    const t = c.get('language');
    return show(c, 200, {
      title: words.waiting[t],
      here: '/field/waiting',
      up: { href: '/field', label: words.home },
      main: waitingPage(t),
    });
  });
  recordRoutes(field, database, door);
  field.all('*', (c) => message(c, 404, 'notFound', 'notFoundText'));
  field.onError((error, c) => {
    if (error instanceof ProblemError) return message(c as FieldContext, 404, 'notFound', 'notFoundText');
    report(error);
    return message(c as FieldContext, 500, 'failed', 'failedText');
  });
  return field as unknown as Hono;
}

function signInView(c: FieldContext, view: Parameters<typeof signInPage>[0]): Page {
  const t = c.get('language');
  return {
    title: words.signInTitle[t],
    here: `/field/sign-in?to=${encodeURIComponent(view.to)}`,
    main: signInPage(view, t),
  };
}

/** What was being read comes back after signing in; a form that was being sent is still on its page or on the phone. */
function askToSignIn(c: FieldContext): Response | Promise<Response> {
  if (wantsJson(c)) return c.json({ state: 'sign-in' }, 401);
  if (c.req.method === 'GET') {
    const here = new URL(c.req.url);
    const ended = (c.req.header('cookie') ?? '').includes('taizhang=') ? '&ended' : '';
    return c.redirect(`/field/sign-in?to=${encodeURIComponent(ownAddress(here.pathname + here.search))}${ended}`, 303);
  }
  return show(
    c,
    401,
    signInView(c, { to: ownAddress(new URL(c.req.url).pathname), ended: true, username: '', problems: [] }),
  );
}

const forGood = { 'cache-control': 'public, max-age=31536000, immutable' };

function assetAnswer(c: Context, { body, gzipped, type }: Asset, more: Readonly<Record<string, string>>): Response {
  const zipped = (c.req.header('accept-encoding') ?? '').includes('gzip');
  return new Response(zipped ? gzipped : body, {
    headers: {
      'content-type': type,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      ...more,
      ...(zipped && { 'content-encoding': 'gzip' }),
    },
  });
}

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

const manifest = {
  name: '台账',
  short_name: '台账',
  lang: 'zh-CN',
  start_url: '/field',
  scope: '/field',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#0b4a8f',
  icons: [{ src: icon.path, sizes: 'any', type: 'image/svg+xml' }],
};
