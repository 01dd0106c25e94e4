import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/temporary.ts';
import { boxOf, keyFile, makeBox } from './secret-box.ts';

test('another key, another row, a changed or cut text open nothing', () => {
  const box = makeBox(randomBytes(32));
  const sealed = box.seal(Buffer.from('secret'), 'a:1');
  assert.equal(box.open(sealed, 'a:2'), undefined);
  assert.equal(makeBox(randomBytes(32)).open(sealed, 'a:1'), undefined);
  for (let at = 0; at < sealed.length; at++) {
    const other = sealed[at] === 'x' ? 'y' : 'x';
    const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
    const opened = box.open(changed, 'a:1');
    // The last character of a base64 text may carry bits that mean nothing.
    assert.ok(opened === undefined || opened.toString() === 'secret', `changed at ${at}`);
  }
  for (const text of ['', 'v1', 'v1...', sealed.slice(0, -8), sealed.replace('v1', 'v2')])
    assert.equal(box.open(text, 'a:1'), undefined);
  assert.equal(box.open(sealed, 'a:1')?.toString(), 'secret');
  assert.notEqual(box.seal(Buffer.from('secret'), 'a:1'), sealed);
});

test('the key file is made once, for its owner alone; a damaged one is told and never replaced', () => {
  const folder = join(temporaryFolder('key'), 'data');
  const path = join(folder, keyFile);
  const sealed = boxOf(folder).seal(Buffer.from('secret'), 'a');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o644);
  assert.equal(boxOf(folder).open(sealed, 'a')?.toString(), 'secret');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  writeFileSync(path, 'short');
  assert.throws(() => boxOf(folder), /已损坏/);
  assert.equal(readFileSync(path, 'utf8'), 'short');
});
