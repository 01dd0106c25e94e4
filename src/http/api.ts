import { randomUUID } from 'node:crypto';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fetch';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Database } from '#db/open.ts';
import { deviceInWords } from '#domain/access/device.ts';
import { admit } from '#domain/access/entrance.ts';
import type { SecretBox } from '#domain/access/secret-box.ts';
import { absoluteHours } from '#domain/access/sessions.ts';
import type { PhotoFiles } from '#domain/photos/files.ts';
import type { Problem } from '#kernel/problem.ts';
import { auditRoutes } from './export-audit.ts';
import { exportRoutes } from './export-records.ts';
import { fileRoutes } from './files.ts';
import { accounts } from './handlers/accounts.ts';
import { agreement } from './handlers/agreement.ts';
import { audit } from './handlers/audit.ts';
import { bulk } from './handlers/bulk.ts';
import { discrepancies } from './handlers/discrepancies.ts';
import { duplicates } from './handlers/duplicates.ts';
import { figures, home } from './handlers/figures.ts';
import { forms } from './handlers/forms.ts';
import { imports } from './handlers/imports.ts';
import { intake } from './handlers/intake.ts';
import { organisation } from './handlers/organisation.ts';
import { photos } from './handlers/photos.ts';
import { records } from './handlers/records.ts';
import { reporting } from './handlers/reporting.ts';
import { session } from './handlers/session.ts';
import { summaries } from './handlers/summaries.ts';
import { verification } from './handlers/verification.ts';
import { views } from './handlers/views.ts';
import { importRoutes, isUpload } from './import-files.ts';
import { intakeRoutes, isDocument } from './intake-files.ts';
import { openApiDocument } from './openapi.ts';
import { rememberOrganisation } from './organisation-memory.ts';
import { photoRoutes } from './photos.ts';
import { problemBody, problemsOf, toProblemError } from './problems.ts';
import { anyone, type RequestContext, type Services, todayOf } from './services.ts';
import { Uploads } from './uploads.ts';

export interface ApiOptions {
  /** Public address, https://…; cookies are then marked Secure. */
  readonly origin?: string | undefined;
  readonly logLevel?: string;
  /** Where log lines go instead of standard error. */
  readonly logTo?: DestinationStream;
  readonly now?: () => Date;
  /** Seals the secrets of second steps; without it nobody can set one up or use one. */
  readonly secrets?: SecretBox | undefined;
  /** Where the pixels of photos lie; without it their addresses lead nowhere. */
  readonly photos?: PhotoFiles;
}

const bodyBytes = 1_048_576;

/** The programs' interface, to be mounted at /api: REST with an OpenAPI document, and the same procedures for the desk app. */
export function makeApi(database: Database, options: ApiOptions = {}): Hono {
  const services: Services = {
    database,
    organisation: rememberOrganisation(database.system),
    now: options.now ?? (() => new Date()),
    uploads: new Uploads(),
    secrets: () => {
      if (!options.secrets) throw new Error('the server has no key for second factors');
      return options.secrets;
    },
  };
  const log = makeLog(options);
  const router = anyone.router({
    session,
    accounts,
    organisation,
    home,
    records,
    verification,
    photos,
    duplicates,
    figures,
    summaries,
    agreement,
    discrepancies,
    reporting,
    bulk,
    forms,
    views,
    imports,
    intake,
    audit,
  });
  const interceptors = [tellProblems(log)];
  const rest = new OpenAPIHandler(router, {
    interceptors,
    customErrorResponseBodyEncoder: (error) => problemBody(error.status, problemsOf(error)),
  });
  const rpc = new RPCHandler(router, { interceptors, strictGetMethodPluginEnabled: false });

  const app = new Hono<{ Variables: { request: RequestContext; requestId: string } }>();
  app.use(logged(log));
  app.use(async (context, next) => {
    await next();
    // A photo says itself how it may be kept.
    const kept = context.res.headers.has('etag') ? context.res.headers.get('cache-control') : null;
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
    if (kept !== null) context.res.headers.set('cache-control', kept);
  });
  app.get('/openapi.json', async (context) => context.json(await openApiDocument()));
  app.use(sameOrigin(options.origin));
  const bounded = bodyLimit({ maxSize: bodyBytes, onError: () => failure(413, [tooLarge]) });
  app.use((context, next) => (isUpload(context) || isDocument(context) ? next() : bounded(context, next)));
  app.use(async (context, next) => {
    context.set('request', await requestContext(context, services, options));
    await next();
  });
  for (const routes of [fileRoutes, importRoutes, intakeRoutes, exportRoutes, auditRoutes])
    app.route(
      '/',
      routes((context) => context.get('request')),
    );
  app.route(
    '/',
    photoRoutes((context) => context.get('request'), options.photos),
  );
  app.all('/rpc/*', async (context) => {
    const { matched, response } = await rpc.handle(context.req.raw, {
      prefix: '/api/rpc',
      context: context.get('request'),
    });
    return matched ? context.newResponse(response.body, response) : failure(404, [nowhere]);
  });
  app.all('*', async (context) => {
    const { matched, response } = await rest.handle(context.req.raw, {
      prefix: '/api',
      context: context.get('request'),
    });
    if (!matched) return failure(404, [nowhere]);
    if (response.status >= 400) response.headers.set('content-type', 'application/problem+json');
    return context.newResponse(response.body, response);
  });
  app.onError((error, context) => {
    const told = toProblemError(error);
    if (told.status >= 500) log.error({ err: error, requestId: context.get('requestId') }, 'failed');
    return failure(told.status, problemsOf(told));
  });
  return app as unknown as Hono;
}

const tooLarge: Problem = {
  code: 'body_too_large',
  text: { zh: '发送的内容太大，最多 1 MB', en: 'the body is too large; at most 1 MB' },
};
const nowhere: Problem = { code: 'not_found', text: { zh: '没有这个地址', en: 'there is nothing at this address' } };
const foreign: Problem = {
  code: 'wrong_origin',
  text: { zh: '这个请求来自别的网站，没有受理', en: 'this request comes from another site and was not accepted' },
};

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
};

function failure(status: number, problems: readonly Problem[]): Response {
  return new Response(JSON.stringify(problemBody(status, problems)), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

/** Turns what was thrown into our own sentences; what was not foreseen is written to the log with its cause. */
function tellProblems(log: Logger) {
  return async <Result>({
    next,
    context,
  }: {
    next: () => Promise<Result>;
    context: RequestContext;
  }): Promise<Result> => {
    try {
      return await next();
    } catch (error) {
      const told = toProblemError(error);
      if (told.status >= 500)
        log.error(
          {
            err: error instanceof ORPCError ? (error.cause ?? error) : error,
            account: context.session?.actor.accountId,
          },
          'failed',
        );
      throw told;
    }
  };
}

/** Writes are taken from our own pages only (OWASP CSRF: Sec-Fetch-Site, else Origin). Programs without a browser send neither. */
function sameOrigin(origin: string | undefined) {
  return async (context: Context, next: () => Promise<void>) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return await next();
    const site = context.req.header('sec-fetch-site');
    const from = context.req.header('origin');
    const own = [
      origin,
      new URL(context.req.url).origin,
      `${context.req.header('x-forwarded-proto') ?? 'http'}://${context.req.header('host')}`,
    ];
    const accepted =
      site === undefined ? from === undefined || own.includes(from) : site === 'same-origin' || site === 'none';
    return accepted ? await next() : failure(403, [foreign]);
  };
}

async function requestContext(context: Context, services: Services, { origin }: ApiOptions): Promise<RequestContext> {
  const secure = origin?.startsWith('https:') ?? false;
  const name = secure ? '__Host-taizhang' : 'taizhang';
  const { database, now } = services;
  const token = getCookie(context, name);
  const device = context.req.header('user-agent') ?? '';
  const admission = token ? await admit(database.system, token, { now: now(), today: todayOf(now()) }) : undefined;
  const isWhole = admission?.step === 'done';
  const actor = admission && { ...admission.actor, device: deviceInWords(device) };
  return {
    services,
    session: isWhole && actor ? { id: admission.sessionId, actor } : undefined,
    pending: isWhole ? undefined : admission,
    device,
    keepToken: (fresh) => {
      if (fresh === undefined) deleteCookie(context, name, { path: '/', secure });
      else
        setCookie(context, name, fresh, {
          path: '/',
          httpOnly: true,
          sameSite: 'Lax',
          secure,
          maxAge: absoluteHours * 3600,
        });
    },
  };
}

function makeLog({ logLevel, logTo }: ApiOptions): Logger {
  return pino(
    {
      name: 'taizhang',
      level: logLevel ?? 'silent',
      redact: {
        paths: ['*.password', 'password', '*.cookie', '*.authorization', 'err.parameters', 'err.detail', 'err.where'],
        remove: true,
      },
    },
    logTo ?? pino.destination(2),
  );
}

/** One line a request: who, what, how it ended, how long it took. Never a body, a query or a cookie. */
function logged(log: Logger) {
  return async (context: Context, next: () => Promise<void>) => {
    const began = performance.now();
    const requestId = randomUUID();
    context.set('requestId', requestId);
    await next();
    context.res.headers.set('x-request-id', requestId);
    const { method, path } = context.req;
    const { status } = context.res;
    const account = (context.get('request') as RequestContext | undefined)?.session?.actor.accountId;
    const line = { requestId, method, path, status, ms: Math.round(performance.now() - began), account };
    if (status >= 500) log.error(line);
    else if (status >= 400) log.info(line);
    else log.debug(line);
  };
}
