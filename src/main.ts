import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { CannotRun, exitCodes } from '#db/exit.ts';
import { type Database, openDatabase } from '#db/open.ts';
import { boxOf } from '#domain/access/secret-box.ts';
import { sealAudit } from '#domain/audit/chain.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { sweepPhotos } from '#domain/photos/sweep.ts';
import { foldIncrements } from '#domain/tallies/fold.ts';
import { makeField } from '#field/field.ts';
import { makeApi } from '#http/api.ts';
import { prepareStaffAssets, serveStaffAssets } from '#http/staff-assets.ts';
import { installIfEmpty } from '#packs/install.ts';
import { makeSite } from '#site/site.ts';
import { type Config, packFolder, readConfig } from './config.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Config, database, pack, web server: brings the product up and keeps it until it is told to stop. */
async function main(): Promise<void> {
  const began = Date.now();
  const config = readConfig(process.env);
  if (!Number.isInteger(config.port) || config.port < 0 || config.port > 65_535) {
    throw new CannotRun('usage', {
      zh: `PORT 应是 0 到 65535 的整数，现在是“${process.env.PORT}”`,
      en: 'PORT must be a whole number from 0 to 65535',
    });
  }
  const assets = prepareStaffAssets(say);
  // Awaited below; a failure before that must not count as unhandled.
  assets.catch(() => {});
  const database = await openDatabase({
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    mode: 'serve',
    say,
  });
  let folding: NodeJS.Timeout | undefined;
  let sweeping: NodeJS.Timeout | undefined;
  const stop = async () => {
    clearInterval(folding);
    clearInterval(sweeping);
    await database.close();
  };
  try {
    await installIfEmpty(database, packFolder(config.pack), say);
    const demo = await demoAccounts(database);
    const secrets = boxOf(config.dataFolder);
    const app = new Hono();
    app.get('/healthz', (context) => context.text('ok'));
    const photos = new PhotoFiles(join(config.dataFolder, 'photos'));
    app.route('/api', makeApi(database, { origin: config.origin, logLevel: config.logLevel, photos, secrets }));
    serveStaffAssets(app, await assets);
    app.route('/field', makeField(database, photos, { origin: config.origin, secrets }));
    app.route('/', makeSite(database.site, {}));
    const server = await listen(app, config);
    folding = setInterval(
      () =>
        foldIncrements(database.system)
          .then(() => sealAudit(database.system))
          .catch((error: Error) => say(`汇总合并没有成功，稍后再试：${error.message}`)),
      1000,
    );
    const sweep = () =>
      sweepPhotos(database, photos).catch((error: Error) => say(`照片清理没有成功，明天再试：${error.message}`));
    sweeping = setInterval(sweep, 86_400_000);
    void sweep();
    endOn(server, stop);
    greet(server, demo, Date.now() - began);
  } catch (error) {
    await stop();
    throw error;
  }
}

interface DemoAccount {
  readonly username: string;
  readonly name: string;
  readonly password: string;
}

/** The demo accounts that the pack brought, as long as they are in force with the password that it gave them. */
async function demoAccounts(database: Database): Promise<readonly DemoAccount[]> {
  const row = await database.system
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'demo_accounts')
    .executeTakeFirst();
  const inForce = await database.system
    .selectFrom('account')
    .select('username')
    .where('demo', '=', true)
    .where('disabled_at', 'is', null)
    .execute();
  const names = new Set(inForce.map((one) => one.username));
  return ((row?.value ?? []) as unknown as readonly DemoAccount[]).filter((one) => names.has(one.username));
}

type Server = ReturnType<typeof serve>;

function listen(app: Hono, config: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port: config.port, hostname: config.bind }, () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      const { port } = config;
      reject(
        new CannotRun('portTaken', {
          zh: `端口 ${port} 已被别的程序占用。请先停掉它，或换一个端口：PORT=${port + 1} npm start`,
          en: `Port ${port} is taken. Stop the other program, or choose another port: PORT=${port + 1} npm start`,
        }),
      );
    });
  });
}

/** Ctrl-C, SIGTERM, or the boot script going away: answer what is under way, close, leave. */
function endOn(server: Server, stop: () => Promise<void>): void {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    say('正在停止…… (stopping)');
    setTimeout(() => process.exit(1), 15_000).unref();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 3000))]);
    await stop();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  process.once('SIGHUP', end);
  process.once('disconnect', end);
}

function greet(server: Server, accounts: readonly DemoAccount[], took: number): void {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const lines = [
    '',
    `台账已启动（${(took / 1000).toFixed(1)} 秒）：http://localhost:${port}`,
    '',
    `  公开网站   http://localhost:${port}/           （小结 /summaries）`,
    `  工作台     http://localhost:${port}/staff      （先看“小结”，点开任何一个数字）`,
  ];
  if (accounts.length > 0) {
    lines.push('', '  示例账号（仅供试用，正式使用前请停用）：');
    for (const account of accounts.slice(0, 12))
      lines.push(`    ${account.username.padEnd(10)} ${account.password}    ${account.name}`);
  }
  lines.push('', '  按 Ctrl-C 停止。', '');
  process.stdout.write(lines.join('\n'));
}

main().catch((error) => {
  if (error instanceof CannotRun) {
    say(error.text.zh);
    say(`  ${error.text.en}`);
    process.exit(exitCodes[error.reason]);
  }
  say(`启动没有成功：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(exitCodes.failed);
});
