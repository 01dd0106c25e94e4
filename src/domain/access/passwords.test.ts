import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, isPassword } from './passwords.ts';

test('another password, a damaged string and another scheme are refused', async () => {
  const stored = await hashPassword('rather long and good');
  assert.equal(await isPassword('rather long and goot', stored), false);
  assert.equal(await isPassword('', stored), false);
  assert.equal(await isPassword('rather long and good', stored.replace('m=19456', 'm=19455')), false);
  for (const damaged of [
    '',
    'x',
    stored.slice(0, -30),
    '$2b$10$abcdefghijklmnopqrstuv',
    stored.replace('argon2id', 'argon2i'),
  ]) {
    assert.equal(await isPassword('rather long and good', damaged), false, damaged);
  }
});

test('the right password is known again, whichever way its characters were typed', async () => {
  const stored = await hashPassword('Müller 台账 2024');
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await isPassword('Müller 台账 2024', stored), true);
  assert.notEqual(stored, await hashPassword('Müller 台账 2024'));
});
