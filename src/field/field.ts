import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Database } from '#db/open.ts';
import { endSession, handleOf } from '#domain/access/sessions.ts';
import { asReader } from '#domain/access/transaction.ts';
import type { PhotoFiles } from '#domain/photos/files.ts';
import { unitsToRecordFor } from '#domain/records/habits.ts';
import { noticesFor } from '#domain/reporting/notice.ts';
import { ProblemError } from '#kernel/problem.ts';
import { type Language, languages } from '#kernel/text.ts';
import { type FieldContext, message, show, wantsJson } from './answer.ts';
import { type Asset, files, icon, worker } from './assets.ts';
import { Door, type FieldOptions, ownAddress, type Visitor } from './door.ts';
import { readOwnRecords } from './own-records.ts';
import { homePage } from './pages/home.ts';
import { waitingPage } from './pages/waiting.ts';
import { photoRoutes } from './photo-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { reportingRoutes } from './reporting-routes.ts';
import { signInRoutes, signInView } from './sign-in-routes.ts';
import { similarRoutes } from './similar.ts';
import { bounded } from './uploads.ts';
import { words } from './words.ts';

/** The phone forms, to be mounted at /field: pages that work without script and, once opened with it, without a network. */
export function makeField(database: Database, photos: PhotoFiles, options: FieldOptions = {}): Hono {
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
    // A photo says itself how it may be kept.
    const kept = c.res.headers.has('etag') ? c.res.headers.get('cache-control') : null;
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    if (kept !== null) c.res.headers.set('cache-control', kept);
  });
  field.use(bounded());
  field.use(async (c, next) => {
    const asked = languages.find((one) => one === c.req.query('lang'));
    if (asked) setCookie(c, 'lang', asked, { path: '/', maxAge: 31_536_000, sameSite: 'Lax' });
    const writes = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    return writes && !door.isOwn(c) ? message(c, 403, 'failed', 'foreign') : await next();
  });

  signInRoutes(field, door);

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
    const { own, notices } = await asReader(database, visitor.actor, async (tx) => ({
      own: await readOwnRecords(tx, visitor.actor),
      notices: await noticesFor(tx, visitor.actor, organisation.tree, visitor.today),
    }));
    const mayRecord = unitsToRecordFor(visitor.actor, organisation.tree, visitor.today).length > 0;
    const t = c.get('language');
    return show(c, 200, {
      title: words.product[t],
      here: '/field',
      main: homePage(visitor, own, organisation, mayRecord, t, mayRecord ? notices : undefined),
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
  photoRoutes(field, database, door, photos);
  recordRoutes(field, database, door);
  reportingRoutes(field, database, door);
  similarRoutes(field, database, door);
  field.all('*', (c) => message(c, 404, 'notFound', 'notFoundText'));
  field.onError((error, c) => {
    if (error instanceof ProblemError) return message(c as FieldContext, 404, 'notFound', 'notFoundText');
    // A phone that went out of reach has not been let down by anything here.
    if (!isBrokenOff(error)) report(error);
    return message(c as FieldContext, 500, 'failed', 'failedText');
  });
  return field as unknown as Hono;
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

function isBrokenOff(error: Error): boolean {
  return error.message === 'aborted' && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
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
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
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
