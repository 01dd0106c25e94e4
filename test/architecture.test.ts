import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { projectFolder } from '#config.ts';
import { layers, type SourceFile, violations } from './architecture.ts';

const globs = ['src/**/*.{ts,tsx}', 'test/**/*.ts', 'bench/**/*.ts', 'boot.mjs'];

test('the house is built as it is drawn', () => {
  const files = globSync(globs, { cwd: projectFolder }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(projectFolder, path), 'utf8'),
  }));
  assert.ok(files.length >= 30, `only ${files.length} files seen: the check looks in the wrong place`);
  assert.deepEqual(violations(files), []);
  const empty = layers.flat().filter((one) => !files.some(({ path }) => `${path}/`.startsWith(`src/${one}/`)));
  assert.deepEqual(empty, [], 'the table names what is not there');
});

/** A small house in order. Every test below puts one thing wrong into it. */
const house: Readonly<Record<string, string>> = {
  'src/kernel/day.ts': 'export type Day = string; export const day = 1;',
  'src/kernel/canonical.ts': "import { createHash } from 'node:crypto'; export const hash = createHash;",
  'src/db/open.ts': "import type { Day } from '#kernel/day.ts'; export type Db = Day; export const open = 1;",
  'src/formats/docx.ts': "import { day } from '#kernel/day.ts'; export const docx = day;",
  'src/domain/units/tree.ts': "import { day } from '#kernel/day.ts'; export const tree = day;",
  'src/domain/records/model.ts':
    "import { z } from 'zod'; import { day } from '#kernel/day.ts'; export const model = [z, day];",
  'src/domain/records/rules.ts':
    "import type { Db } from '#db/open.ts'; import { model } from './model.ts'; export const rules = (db: Db) => [db, model];",
  'src/domain/records/store.ts':
    "import { open } from '#db/open.ts'; import { tree } from '#domain/units/tree.ts'; export const store = [open, tree];",
  'src/domain/publishing/editions.ts':
    "import { store } from '#domain/records/store.ts'; export const editions = store;",
  'src/http/contract/contract.ts': 'export type Contract = 1; export const contract = 1;',
  'src/http/api.ts':
    "import { store } from '#domain/records/store.ts'; import { contract } from './contract/contract.ts'; export const api = [store, contract];",
  'src/site/site.ts':
    "import type { Db } from '#db/open.ts'; import { editions } from '#domain/publishing/editions.ts'; export const site = (db: Db) => [db, editions];",
  'src/staff/main.tsx':
    "import type { Contract } from '#http/contract/contract.ts'; import { model } from '#domain/records/model.ts'; import './app.css'; export const main = (c: Contract) => [c, model];",
  'src/main.ts':
    "import { api } from '#http/api.ts'; import { site } from '#site/site.ts'; export const all = [api, site];",
  'src/domain/records/store.test.ts':
    "import { api } from '#http/api.ts'; import { fresh } from '../../../test/database.ts'; export const tested = [api, fresh];",
  'test/database.ts': 'export const fresh = 1;',
};

function withChanges(changes: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries({ ...house, ...changes }).map(([path, text]) => ({ path, text }));
}

test('a house in order has nothing to report', () => {
  assert.deepEqual(violations(withChanges({})), []);
});

describe('a wrong import is seen in every form it can be written in', () => {
  const forms: Readonly<Record<string, string>> = {
    'with #': "import { store } from '#domain/records/store.ts'; export const x = store;",
    relative: "import { store } from '../records/store.ts'; export const x = store;",
    'of a type': "import type { store } from '#domain/records/store.ts'; export type X = typeof store;",
    'of a type among values': "import { type store } from '#domain/records/store.ts'; export type X = typeof store;",
    'while running': "export const x = () => import('#domain/records/store.ts');",
    'handed on': "export { store } from '#domain/records/store.ts';",
    'handed on whole': "export * from '#domain/records/store.ts';",
    'handed on as a type': "export type { store } from '#domain/records/store.ts';",
    'inside a type': "export type X = typeof import('#domain/records/store.ts');",
    'for its effects': "import '#domain/records/store.ts';",
    'by require': "import store = require('#domain/records/store.ts'); export { store };",
  };
  for (const [form, text] of Object.entries(forms)) {
    test(form, () => {
      const found = violations(withChanges({ 'src/domain/units/wrong.ts': text }));
      assert.ok(
        found.some((one) => /^src\/domain\/units\/wrong\.ts:1 domain\/units takes .*that layer is higher$/.test(one)),
        found.join('\n'),
      );
    });
  }
});

describe('what the house does not allow is reported', () => {
  const wrongs: readonly [what: string, path: string, text: string, report: RegExp][] = [
    [
      'folders of one layer that know each other',
      'src/db/a.ts',
      "import '#formats/docx.ts';",
      /db takes formats\/docx\.ts from formats: these two do not know/,
    ],
    [
      'the kernel using anything',
      'src/kernel/a.ts',
      "import type { Db } from '#db/open.ts'; export type A = Db;",
      /kernel takes db\/open\.ts/,
    ],
    [
      'formats using the domain',
      'src/formats/a.ts',
      "import '#domain/units/tree.ts';",
      /formats takes domain\/units\/tree\.ts/,
    ],
    ['formats using the settings', 'src/formats/a.ts', "import '#config.ts';", /formats may not use config\.ts/],
    ['http and site', 'src/site/a.ts', "import '#http/api.ts';", /site takes http\/api\.ts/],
    [
      'the site reaching records',
      'src/site/a.ts',
      "import type { store } from '#domain/records/store.ts'; export type A = typeof store;",
      /site may not use domain\/records\/store\.ts/,
    ],
    [
      'the site opening a database',
      'src/site/a.ts',
      "import { open } from '#db/open.ts'; export const a = open;",
      /site may not use db\/open\.ts except for its types/,
    ],
    [
      'the desk app using a store',
      'src/staff/a.ts',
      "import '#domain/records/store.ts';",
      /staff may not use domain\/records\/store\.ts/,
    ],
    [
      'the desk app running the API',
      'src/staff/a.ts',
      "import { contract } from '#http/contract/contract.ts'; export const a = contract;",
      /staff may not use http\/contract\/contract\.ts except for its types/,
    ],
    [
      'the desk app needing Node by way of the kernel',
      'src/domain/records/model.ts',
      "import { hash } from '#kernel/canonical.ts'; export const model = hash;",
      /src\/staff\/main\.tsx takes src\/kernel\/canonical\.ts along, which needs node:crypto/,
    ],
    [
      'a rule that reads the database',
      'src/domain/units/rules.ts',
      "import { open } from '#db/open.ts'; export const a = open;",
      /a model or rule takes db\/open\.ts, which is not pure/,
    ],
    [
      'a model that uses its store',
      'src/domain/units/model.ts',
      "import { a } from './store.ts'; export const b = a;",
      /a model or rule takes domain\/units\/store\.ts/,
    ],
    [
      'a model that uses a package',
      'src/domain/units/model.ts',
      "import { sql } from 'kysely'; export const b = sql;",
      /a model or rule takes kysely/,
    ],
    [
      'a web server in the domain',
      'src/domain/units/a.ts',
      "import { Hono } from 'hono'; export const b = Hono;",
      /hono belongs to http, site, field/,
    ],
    [
      'React outside the desk app',
      'src/site/a.ts',
      "import { useState } from 'react'; export const b = useState;",
      /react belongs to staff/,
    ],
    ['a barrel', 'src/domain/units/index.ts', "export { tree } from './tree.ts';", /hands on \.\/tree\.ts/],
    [
      'a relative import across folders',
      'src/domain/records/a.ts',
      "import '../units/tree.ts';",
      /crosses folders; write #domain\/units\/tree\.ts/,
    ],
    ['an import without its ending', 'src/db/a.ts', "import './open';", /\.\/open is not a source file/],
    [
      'an import of nothing',
      'src/db/a.ts',
      "import '#kernel/nothing.ts';",
      /#kernel\/nothing\.ts is not a source file/,
    ],
    [
      'an import that nobody can follow',
      'src/db/a.ts',
      'export const a = (name: string) => import(name);',
      /only the running program knows/,
    ],
    [
      'tests in the product',
      'src/db/a.ts',
      "import { fresh } from '../../test/database.ts'; export const a = fresh;",
      /takes \.\.\/test\/database\.ts from outside src/,
    ],
    [
      'a folder without a place',
      'src/helpers/a.ts',
      'export const a = 1;',
      /^src\/helpers is in no layer; give it a place/,
    ],
    [
      'a folder of the domain without a place',
      'src/domain/weather/a.ts',
      'export const a = 1;',
      /^src\/domain\/weather is in no layer/,
    ],
    ['a file without a place', 'src/loose.ts', 'export const a = 1;', /^src\/loose\.ts is in no layer/],
    [
      'a file that is too long',
      'src/db/a.ts',
      'export {};\n'.repeat(301),
      /src\/db\/a\.ts has 301 lines, more than 300/,
    ],
    ['a bench that is too long', 'bench/a.ts', '\n'.repeat(301).concat('export {};'), /bench\/a\.ts has 302 lines/],
    [
      'a test that is too long',
      'src/db/a.test.ts',
      'export {};\n'.repeat(501),
      /src\/db\/a\.test\.ts has 501 lines, more than 500/,
    ],
  ];
  for (const [what, path, text, report] of wrongs) {
    test(what, () => {
      const extra = path === 'src/domain/units/model.ts' ? { 'src/domain/units/store.ts': 'export const a = 1;' } : {};
      const found = violations(withChanges({ ...extra, 'src/config.ts': 'export const config = 1;', [path]: text }));
      assert.ok(
        found.some((one) => report.test(one)),
        found.join('\n') || 'nothing was reported',
      );
    });
  }
});
