import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordProblems } from './password-rules.ts';

const codes = (password: string, username = 'mishu') => passwordProblems(password, username).map((one) => one.code);

test('every reason is told at once', () => {
  assert.deepEqual(codes('mishu'), ['password_short', 'password_is_username', 'password_common']);
  assert.deepEqual(codes('a'.repeat(201)), ['password_long', 'password_common']);
  assert.deepEqual(codes('Kdf-Mishu-7'), ['password_is_username']);
  assert.deepEqual(codes('mishuabcdef'), ['password_plain', 'password_is_username']);
});

test('eight characters of three kinds, or fifteen of any; anything less is refused', () => {
  assert.deepEqual(codes('Kd7fwq2'), ['password_short']);
  assert.deepEqual(codes('kdsfwqpz'), ['password_plain']);
  assert.deepEqual(codes('kdsfwqp2'), ['password_plain']);
  assert.deepEqual(codes('我们的工作都记在台账里'), ['password_plain']);
  for (const good of ['Kdsfwqp2', 'kdsf-qp2', '夏天的雨 2024', 'rainonatinroofs', '我们的工作都记在台账里一件也不少']) {
    assert.deepEqual(codes(good), [], good);
  }
});

test('what everybody uses is refused, however it is dressed', () => {
  for (const common of [
    ...[
      'Password1!',
      'P@ssw0rd',
      'P@ssw0rd2024',
      'Admin@123',
      'Qwer1234!',
      'Abc@1234',
      'Aa123456!',
      '1qaz@WSX',
      'Taizhang@2024',
    ],
    ...[
      'taizhang-2024',
      'Woaini1314!',
      '123456789012345',
      'abcdefghijklmnop',
      'ponmlkjihgfedcba',
      'aaaaaaaaBBBBBBB1',
      'Changsha2024!',
    ],
  ]) {
    assert.ok(codes(common).includes('password_common'), common);
  }
});

test('without a user name nothing is taken for one', () => {
  assert.deepEqual(codes('Kdsfwqp2', ''), []);
});
