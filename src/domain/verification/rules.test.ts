import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { day } from '#kernel/day.ts';
import { arrivalOf, isLate, type LastStep, messageProblem, seenProblem, undoProblem } from './rules.ts';

const at = new Date('2024-11-19T08:00:00Z');
const verified: LastStep = { to: 'verified', by: 7, at, hash: 'abc' };
const record = { status: 'verified', hash: 'abc' } as const;
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

describe('a verification is not taken back', () => {
  test('by anybody else', () => {
    assert.equal(undoProblem(record, verified, 8, later(1))?.code, 'undo_foreign');
    assert.equal(undoProblem(record, { ...verified, by: null }, 8, later(1))?.code, 'undo_foreign');
  });
  test('after ten minutes', () => {
    assert.equal(undoProblem(record, verified, 7, new Date(later(10).getTime() + 1))?.code, 'undo_too_late');
    assert.equal(undoProblem(record, verified, 7, later(10)), undefined);
  });
  test('once the record has moved on', () => {
    for (const status of ['submitted', 'returned', 'void', 'draft'] as const)
      assert.equal(undoProblem({ ...record, status }, verified, 7, later(1))?.code, 'undo_moved_on');
    assert.equal(undoProblem(record, { ...verified, hash: 'other' }, 7, later(1))?.code, 'undo_moved_on');
    assert.equal(undoProblem(record, { ...verified, to: 'submitted' }, 7, later(1))?.code, 'undo_moved_on');
    assert.equal(undoProblem(record, undefined, 7, later(1))?.code, 'undo_moved_on');
  });
});

describe('what was seen', () => {
  test('is refused when the record is another now, either way', () => {
    assert.equal(seenProblem(3, 2)?.code, 'record_changed');
    assert.equal(seenProblem(2, 3)?.code, 'record_changed');
    assert.equal(seenProblem(2, 2), undefined);
  });
});

describe('a message', () => {
  test('is refused empty and too long, and not at its longest', () => {
    assert.equal(messageProblem(' \n ')?.code, 'message_missing');
    assert.equal(messageProblem('字'.repeat(1001))?.code, 'message_too_long');
    assert.equal(messageProblem(`  ${'字'.repeat(1000)} `), undefined);
  });
});

test('late is more than fifteen days after the day', () => {
  assert.equal(isLate(day('2024-07-01'), day('2024-07-16')), false);
  assert.equal(isLate(day('2024-07-01'), day('2024-07-17')), true);
});

test('how a record came follows from what it was before', () => {
  assert.equal(arrivalOf({ from: null }), 'first');
  assert.equal(arrivalOf({ from: 'draft' }), 'first');
  assert.equal(arrivalOf({ from: 'returned' }), 'returned');
  assert.equal(arrivalOf({ from: 'verified' }), 'changed');
});
