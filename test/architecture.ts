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
const layers: readonly (readonly string[])[] = [
  ['kernel'],
  ['config.ts'],
  ['db', 'formats'],
  ['domain/units'],
  ['domain/access', 'domain/audit'],
  ['domain/classes'],
  ['domain/kinds'],
  ['domain/tallies'],
  ['domain/figures'],
  ['domain/records'],
  ['domain/reading'],
  ['domain/imports'],
  ['domain/agreement'],
  ['domain/summary'],
  ['domain/publishing'],
  ['packs'],
  ['http', 'site', 'field', 'cli'],
  ['staff'],
  ['main.ts'],
];

/** Folders that may use less than their layer allows. `types` are imports that leave no trace in the running program. */
const narrow: readonly { readonly folder: string; readonly uses: readonly string[]; readonly types?: readonly string[] }[] = [
  { folder: 'kernel', uses: [] },
  { folder: 'formats', uses: ['kernel'] },
  // The public site reaches what is published and nothing else.
  { folder: 'site', uses: ['kernel', 'domain/publishing'], types: ['db/open.ts', 'domain/summary/edition-model.ts', 'domain/summary/model.ts'] },
  // The desk app runs in a browser: pure models and rules, and the types of the API.
  { folder: 'staff', uses: ['kernel', 'domain/*/model.ts', 'domain/*/rules.ts'], types: ['http/contract'] },
];

/** Files that decide and describe without reading or writing anything; what they use must be such a file too. */
const pure = ['kernel', 'domain/*/model.ts', 'domain/*/rules.ts', 'domain/kinds', 'domain/units/tree.ts', 'domain/access/policy.ts'];
const purePackages = ['zod'];
/** Of the kernel's, these files need Node itself and stay out of the browser. */
const packagesOf: readonly { readonly packages: readonly RegExp[]; readonly only: readonly string[] }[] = [
  { packages: [/^react/, /^antd/, /^@tanstack\//, /^@vitejs\//, /^@orpc\/client/], only: ['staff', 'http'] },
  { packages: [/^hono/, /^@hono\//], only: ['http', 'site', 'field', 'main.ts'] },
  { packages: [/^kysely/, /^pg/], only: ['db', 'domain', 'packs', 'http', 'field', 'cli'] },
  { packages: [/^node:(fs|net|child_process|http)/], only: ['db', 'formats', 'packs', 'http', 'site', 'field', 'staff', 'cli', 'domain'] },
];
