import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium without a window: the machine's own, else the one that comes as a package. */
export async function openBrowser(): Promise<Browser> {
  const own = installed.find((path) => existsSync(path));
  if (own) return await chromium.launch({ executablePath: own, args: ['--no-sandbox'] });
  const { default: packaged } = await import('@sparticuz/chromium');
  return await chromium.launch({ executablePath: await packaged.executablePath(), args: packaged.args });
}

/** A browser that keeps its profile in a folder, as a phone does: closed and opened again it has what it had. */
export async function openPhone(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const own = installed.find((path) => existsSync(path));
  if (own)
    return await chromium.launchPersistentContext(folder, { ...options, executablePath: own, args: ['--no-sandbox'] });
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  return await chromium.launchPersistentContext(folder, { ...options, executablePath, args: packaged.args });
}
