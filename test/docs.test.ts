import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder, settings } from '../src/config.ts';

const read = (name: string) => readFileSync(join(projectFolder, name), 'utf8');
const operations = read('docs/operations.md');
const architecture = read('ARCHITECTURE.md');
const folders = (of: string) =>
  readdirSync(join(projectFolder, of), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

test('every setting is in the operations guide, with what it is without one', () => {
  for (const { name, fallback } of settings) {
    const row = operations.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    assert.ok(row, `docs/operations.md does not list ${name}`);
    if (fallback !== '')
      assert.ok(row.includes(`\`${fallback}\``), `docs/operations.md gives ${name} another default than ${fallback}`);
  }
});

test('every command is in the operations guide', () => {
  const sources = readdirSync(join(projectFolder, 'src/cli')).map((name) => read(`src/cli/${name}`));
  const names = sources.flatMap((source) =>
    [...source.matchAll(/: Command = \{\s+name: '([a-z ]+)'/g)].map((match) => match[1]!),
  );
  assert.ok(names.length >= 6, `only ${names.length} commands found`);
  for (const name of names)
    assert.match(operations, new RegExp(`\`taizhang ${name}`), `docs/operations.md does not list taizhang ${name}`);
});

test('every public address is in the operations guide', () => {
  const paths = read('src/site/site.ts').matchAll(/\.get\('(\/[a-z.]*)/g);
  const roots = new Set([...paths].map((match) => match[1]!).filter((path) => path !== '/assets'));
  for (const path of roots) assert.ok(operations.includes(`\`${path}`), `docs/operations.md does not list ${path}`);
});

test('the map of the house shows every folder, and no other', () => {
  const tree = architecture.slice(architecture.indexOf('```'), architecture.indexOf('## Layers'));
  for (const name of folders('src'))
    assert.match(tree, new RegExp(`^ {2}${name}/`, 'm'), `ARCHITECTURE.md does not show src/${name}`);
  for (const name of folders('src/domain'))
    assert.match(tree, new RegExp(`^ {4}${name}/`, 'm'), `ARCHITECTURE.md does not show src/domain/${name}`);
  const shown = [...tree.matchAll(/^ {4}([a-z]+)\//gm)].map((match) => match[1]!);
  assert.deepEqual(
    shown.filter((name) => !folders('src/domain').includes(name)),
    [],
    'ARCHITECTURE.md shows folders that are not there',
  );
});

test('both READMEs show the two commands and a picture that exists', () => {
  for (const name of ['README.md', 'README.zh-CN.md']) {
    const text = read(name);
    for (const command of ['npm start', 'npm test']) assert.ok(text.includes(command), `${name} lacks ${command}`);
    for (const [, picture] of text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      assert.ok(readFileSync(join(projectFolder, picture!)).length > 0);
  }
});

test('decisions are numbered without a gap', () => {
  const numbers = readdirSync(join(projectFolder, 'docs/decisions'))
    .map((name) => Number(name.slice(0, 4)))
    .sort((left, right) => left - right);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});
