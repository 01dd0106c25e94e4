import { serve } from '@hono/node-server';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import type { Database } from '#db/open.ts';
import { makeSite } from '#site/site.ts';
import type { Line } from './measure.ts';

/** Public pages a second over 16 connections, against a fixed text served by the same server in the same run. */
export async function pageBench(database: Database): Promise<Line[]> {
  const app = new Hono();
  app.get('/fixed', (context) => context.text('ok'));
  app.route('/', makeSite(database.site, {}));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  try {
    const article = await database.system
      .selectFrom('site_article')
      .select('id')
      .where('published_at', 'is not', null)
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    const edition = await database.system.selectFrom('edition').select('code').limit(1).executeTakeFirstOrThrow();
    const fixed = await perSecond(`${origin}/fixed`);
    const cached = await perSecond(`${origin}/a/${article.id}`);
    const page = await perSecond(`${origin}/summaries/${edition.code}`);
    return [
      { what: 'fixed text, the same server', value: `${fixed}/s` },
      { what: 'article page', value: `${cached}/s`, ratio: `${(cached / fixed).toFixed(2)} of the fixed text` },
      { what: 'edition page', value: `${page}/s`, ratio: `${(page / fixed).toFixed(2)} of the fixed text` },
    ];
  } finally {
    server.close();
  }
}

async function perSecond(url: string): Promise<number> {
  await autocannon({ url, connections: 16, duration: 1 });
  const result = await autocannon({ url, connections: 16, duration: 4 });
  if (result.non2xx > 0) throw new Error(`${url}: ${result.non2xx} answers were not 200`);
  return Math.round(result.requests.average);
}
