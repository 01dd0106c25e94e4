import { posix } from 'node:path';
import { type Import, importsOf } from './imports.ts';

/** A source file: its path from the project's folder, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The layers of src/, lowest first; a file imports its own folder or one in a layer below. Folders of one layer do not know
 * each other. A new folder takes its place here.
 */
export const layers: readonly (readonly string[])[] = [
  ['kernel'],
  ['config.ts'],
  ['db', 'formats'],
  ['domain/units'],
  ['domain/audit'],
  ['domain/access'],
  ['domain/classes'],
  ['domain/kinds'],
  ['domain/tallies'],
  ['domain/figures'],
  ['domain/records'],
  ['domain/photos', 'domain/duplicates', 'domain/views'],
  ['domain/reporting'],
  ['domain/reading'],
  ['domain/verification'],
  ['domain/imports'],
  ['domain/intake'],
  ['domain/agreement'],
  ['domain/summary'],
  ['domain/discrepancies'],
  ['domain/publishing'],
  ['packs'],
  ['http', 'site', 'field', 'cli'],
  ['staff'],
  ['main.ts'],
];

interface Narrow {
  readonly folder: string;
  readonly uses: readonly string[];
  /** What it may use the types of: that leaves no trace in the running program. */
  readonly types: readonly string[];
}

/** Folders that may use less than their layer allows. */
const narrow: readonly Narrow[] = [
  { folder: 'formats', uses: ['kernel'], types: [] },
  // The public site reaches what is published and nothing else; its database handle comes from outside.
  {
    folder: 'site',
    uses: ['kernel', 'domain/publishing', 'domain/summary/edition-model.ts'],
    types: ['db/open.ts', 'domain/summary/model.ts'],
  },
  // The desk app runs in a browser: pure models and rules, and the types of the API.
  { folder: 'staff', uses: ['kernel', 'domain/*/model.ts', 'domain/*/rules.ts'], types: ['http/contract'] },
];

/** Files that only decide and describe; the values that they use come from such files too. */
const pure = [
  'kernel',
  'domain/*/model.ts',
  'domain/*/rules.ts',
  'domain/kinds',
  'domain/units/tree.ts',
  'domain/access/policy.ts',
  'domain/imports/cells.ts',
  'domain/duplicates/sketch.ts',
  'formats/sheet-rows.ts',
];
const purePackages = ['zod', 'node:crypto'];

/** Packages that belong to some folders only. */
const atHome: readonly { readonly packages: RegExp; readonly folders: readonly string[] }[] = [
  { packages: /^(react|react-dom|antd|@tanstack\/.*|@orpc\/client)(\/|$)/, folders: ['staff', 'http'] },
  { packages: /^(hono|@hono\/.*)(\/|$)/, folders: ['http', 'site', 'field', 'main.ts'] },
];

const mostLines = 300;
/** A test's length is in its cases. */
const mostTestLines = 500;

/** Everything in these files that the house does not allow, one line each. Files outside src/ are only held to their length. */
export function violations(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map((file) => file.path));
  const found = files.flatMap((file) => lengthOf(file));
  const unplaced = new Set<string>();
  const known = new Map<string, readonly Resolved[]>();
  for (const { path, text } of files.filter((file) => file.path.startsWith('src/'))) {
    const place = placeOf(path);
    if (place === undefined) {
      unplaced.add(folderOf(path));
      continue;
    }
    const imports = importsOf(path, text).map((one) => resolve(path, one));
    known.set(path, imports);
    for (const one of imports) {
      const wrong = isTest(path) ? [] : [...wrongWay(path, one), ...wrongUse(path, one), ...wrongPackage(path, one)];
      const spelled = wrongSpelling(path, one, paths);
      found.push(...[...wrong, ...spelled].map((what) => `${path}:${one.line} ${what}`));
    }
  }
  for (const folder of unplaced) found.push(`${folder} is in no layer; give it a place in test/architecture.ts`);
  found.push(...notForBrowsers(known));
  return found;
}

interface Resolved extends Import {
  /** The file's path from src/, when it is one of ours. */
  readonly to: string | undefined;
}

function resolve(path: string, one: Import): Resolved {
  const { from } = one;
  if (from?.startsWith('#')) return { ...one, to: from.slice(1) };
  if (!from?.startsWith('.')) return { ...one, to: undefined };
  return { ...one, to: posix.relative('src', posix.join(posix.dirname(path), from)) };
}

function lengthOf({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length;
  const most = isTest(path) ? mostTestLines : mostLines;
  return lines > most ? [`${path} has ${lines} lines, more than ${most}; cut it by subject`] : [];
}

function wrongWay(path: string, { to }: Resolved): string[] {
  if (to === undefined) return [];
  if (to.startsWith('..')) return [`takes ${to} from outside src/`];
  const [own, other] = [placeOf(path)!, placeOf(`src/${to}`)];
  // The folder of what is not placed is told once, at its own files.
  if (other === undefined || own.name === other.name || own.rank > other.rank) return [];
  const why = own.rank === other.rank ? 'these two do not know each other' : 'that layer is higher';
  return [`${own.name} takes ${to} from ${other.name}: ${why}`];
}

function wrongUse(path: string, { to, isType }: Resolved): string[] {
  if (to === undefined || placeOf(`src/${to}`) === undefined) return [];
  const own = path.slice('src/'.length);
  const wrong: string[] = [];
  const { folder, uses, types } = narrow.find((one) => matches(own, [one.folder])) ?? {};
  const allowed = folder === undefined || matches(to, [folder, ...uses!]) || (isType && matches(to, types!));
  if (!allowed) wrong.push(`${folder} may not use ${to}${matches(to, types!) ? ' except for its types' : ''}`);
  if (matches(own, pure) && !isType && !matches(to, pure)) wrong.push(`a model or rule takes ${to}, which is not pure`);
  return wrong;
}

function wrongPackage(path: string, { from, to, isType }: Resolved): string[] {
  if (to !== undefined) return [];
  if (from === undefined) return ['imports what only the running program knows'];
  const own = path.slice('src/'.length);
  const home = atHome.find(({ packages }) => packages.test(from));
  const wrong = home && !matches(own, home.folders) ? [`${from} belongs to ${home.folders.join(', ')}`] : [];
  if (matches(own, pure) && !isType && !purePackages.includes(from)) wrong.push(`a model or rule takes ${from}`);
  return wrong;
}

function wrongSpelling(path: string, { from, to, isHandedOn }: Resolved, paths: ReadonlySet<string>): string[] {
  if (from === undefined || to === undefined) return [];
  const wrong: string[] = [];
  if (isHandedOn) wrong.push(`hands on ${from}; let its users take it where it is`);
  if (/\.tsx?$/.test(to) ? !paths.has(posix.join('src', to)) : !/\.(css|svg|json|html)$/.test(to))
    wrong.push(`${from} is not a source file; write the file with its ending`);
  const abroad = !to.startsWith('..') && placeOf(path)?.name !== placeOf(`src/${to}`)?.name;
  if (abroad && from.startsWith('.') && to.includes('/')) wrong.push(`${from} crosses folders; write #${to}`);
  return wrong;
}

/** Follows what the desk app takes along at run time, and names what could not run in a browser. */
function notForBrowsers(known: ReadonlyMap<string, readonly Resolved[]>): string[] {
  const starts = [...known.keys()].filter(
    (path) => path.startsWith('src/staff/') && !isTest(path) && !path.endsWith('vite.config.ts'),
  );
  const reached = new Map(starts.map((path) => [path, path]));
  const found: string[] = [];
  for (const [path, start] of reached) {
    for (const { from, to, isType } of known.get(path) ?? []) {
      if (isType) continue;
      if (from?.startsWith('node:'))
        found.push(`${start} takes ${path} along, which needs ${from} and cannot run in a browser`);
      const next = `src/${to}`;
      if (to !== undefined && !reached.has(next)) reached.set(next, start);
    }
  }
  return found;
}

function placeOf(path: string): { readonly name: string; readonly rank: number } | undefined {
  const own = path.slice('src/'.length);
  for (const [rank, folders] of layers.entries()) {
    const name = folders.find((folder) => matches(own, [folder]));
    if (name !== undefined) return { name, rank };
  }
  return undefined;
}

/** src/domain/x for src/domain/x/y.ts, else src/x. */
function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.slice(0, parts[1] === 'domain' ? 3 : 2).join('/');
}

function isTest(path: string): boolean {
  return /\.(test|e2e)\.tsx?$/.test(path);
}

/** Whether a path below src/ is, or lies in, one of these; `*` stands for one folder. */
function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('/');
    const own = path.split('/').slice(0, parts.length);
    return own.length === parts.length && parts.every((part, index) => part === '*' || part === own[index]);
  });
}
