import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One setting, declared once: environment variable, what it is without one, and what it means (docs/operations.md lists them all). */
interface Setting {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

export const settings = [
  { name: 'TAIZHANG_DATA', fallback: './data', meaning: 'folder of the database, files and keys' },
  { name: 'PORT', fallback: '3000', meaning: 'port of the web server' },
  {
    name: 'TAIZHANG_BIND',
    fallback: '127.0.0.1',
    meaning: 'address the web server listens on; 0.0.0.0 behind a proxy',
  },
  { name: 'DATABASE_URL', fallback: '', meaning: 'an external PostgreSQL (15 or newer) instead of the embedded one' },
  {
    name: 'TAIZHANG_PACK',
    fallback: 'changsha',
    meaning: 'the pack that an empty database is filled with: a name under packs/ or a folder',
  },
  { name: 'TAIZHANG_ORIGIN', fallback: '', meaning: 'public address (https://...); cookies are then marked Secure' },
  { name: 'TAIZHANG_LOG', fallback: 'info', meaning: 'log level: error, warn, info, debug' },
] as const satisfies readonly Setting[];

export interface Config {
  readonly dataFolder: string;
  readonly port: number;
  readonly bind: string;
  readonly databaseUrl: string | undefined;
  readonly pack: string;
  readonly origin: string | undefined;
  readonly logLevel: string;
}

export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** Reads the settings from the environment. Relative folders are seen from the project's folder. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const value = (name: (typeof settings)[number]['name']) =>
    environment[name]?.trim() || settings.find((setting) => setting.name === name)!.fallback;
  return {
    dataFolder: resolve(projectFolder, value('TAIZHANG_DATA')),
    port: Number(value('PORT')),
    bind: value('TAIZHANG_BIND'),
    databaseUrl: value('DATABASE_URL') || undefined,
    pack: value('TAIZHANG_PACK'),
    origin: value('TAIZHANG_ORIGIN') || undefined,
    logLevel: value('TAIZHANG_LOG'),
  };
}

/** The folder of a pack: a name under packs/, or a path. */
export function packFolder(pack: string): string {
  return /[\\/]/.test(pack) ? resolve(pack) : resolve(projectFolder, 'packs', pack);
}
