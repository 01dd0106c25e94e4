import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { afterTold, readTold } from './queue.ts';
import type { Waiting } from './store.ts';

const item: Waiting = {
  ...{ id: 'x', path: '/field/new/lecture', title: '宣讲', by: 'pine', entries: [['title', '宣讲']], at: 1 },
  ...{ state: 'waiting', words: [] },
};

test('only a plain word that it was kept lets a form go; whatever else comes back, it stays', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), fc.jsonValue(), (status, body) => {
      const told = readTold(status, body);
      const after = afterTold(item, told);
      if (told.state !== 'kept') assert.deepEqual([after?.entries, after?.id], [item.entries, item.id]);
    }),
  );
  for (const [status, body] of [
    [500, { state: 'kept', href: '/x', id: 1 }],
    [200, { state: 'kept' }],
    [200, { state: 'kept', href: '/x' }],
    [200, '<html>'],
    [200, null],
  ] as const) {
    assert.equal(readTold(status, body).state, 'unknown');
  }
});

test('what needs a person waits for one, all else is tried again', () => {
  assert.equal(afterTold(item, readTold(200, { state: 'kept', href: '/field/records/1', id: 1 })), undefined);
  const states = [
    [401, { state: 'sign-in' }, 'sign-in'],
    [409, { state: 'other-account', words: [] }, 'other-account'],
    [422, { state: 'wrong', words: ['请改'] }, 'look'],
    [409, { state: 'choose', words: ['名称'] }, 'look'],
    [502, {}, 'waiting'],
  ] as const;
  for (const [status, body, state] of states) assert.equal(afterTold(item, readTold(status, body))?.state, state);
  assert.deepEqual(afterTold(item, readTold(422, { state: 'wrong', words: ['请改'] }))?.words, ['请改']);
});
