import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, day } from '#kernel/day.ts';
import { mergeDrafts } from './merge.ts';
import { RecordDraft } from './model.ts';

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const drafts: fc.Arbitrary<RecordDraft> = fc
  .record({
    hosts: fc.uniqueArray(few('a', 'b', 'c'), { minLength: 1 }),
    start: fc.nat({ max: 2 }),
    length: fc.nat({ max: 2 }),
    title: few('一', '二', '三'),
    place: few('', '甲', '乙'),
    partners: fc.uniqueArray(few('x', 'y'), { maxLength: 2 }),
    narrative: few('', '经过'),
    highlight: fc.boolean(),
    classes: fc.dictionary(few('theme', 'activity'), few('p', 'q'), { maxKeys: 2 }),
    measures: fc.dictionary(few('attendance', 'copies'), fc.nat({ max: 2 }), { maxKeys: 2 }),
    fields: fc.dictionary(few('url'), few('https://a.cn', 'https://b.cn'), { maxKeys: 1 }),
    people: fc.uniqueArray(few('p1', 'p2', 'p3'), { maxLength: 3 }),
  })
  .map(({ start, length, people, ...rest }) =>
    RecordDraft.parse({
      ...rest,
      kind: 'publicity',
      from: addDays(day('2024-05-01'), start),
      to: addDays(day('2024-05-01'), start + length),
      people: people.map((person) => ({ person, role: 'leader' })),
      key: 'k',
    }),
  );

/** Content apart from the order of people, which means nothing. */
function content(draft: RecordDraft): RecordDraft {
  return { ...draft, people: [...draft.people].sort((left, right) => (left.person < right.person ? -1 : 1)) };
}

test('the same part changed to different values is never decided by itself', () => {
  fc.assert(
    fc.property(drafts, drafts, drafts, (base, theirs, mine) => {
      const { conflicts, merged } = mergeDrafts(base, theirs, mine);
      for (const { theirs: left, mine: right, base: before } of conflicts) {
        assert.notDeepEqual(left, right);
        assert.notDeepEqual(left, before);
        assert.notDeepEqual(right, before);
      }
      const changedByBoth = base.title !== theirs.title && base.title !== mine.title && theirs.title !== mine.title;
      assert.equal(
        conflicts.some((one) => one.part === 'title'),
        changedByBoth,
      );
      if (changedByBoth) assert.equal(merged.title, theirs.title);
    }),
  );
});

test('who changed nothing takes over everything, and alone one keeps everything', () => {
  fc.assert(
    fc.property(drafts, drafts, (base, other) => {
      const theirs = mergeDrafts(base, other, base);
      assert.deepEqual([content(theirs.merged), theirs.conflicts], [content(other), []]);
      const mine = mergeDrafts(base, base, other);
      assert.deepEqual([content(mine.merged), mine.conflicts, mine.fromThem], [content(other), [], []]);
      assert.deepEqual(mergeDrafts(base, other, other).conflicts, []);
    }),
  );
});

test('it does not matter who comes first', () => {
  fc.assert(
    fc.property(drafts, drafts, drafts, (base, left, right) => {
      const one = mergeDrafts(base, left, right);
      const other = mergeDrafts(base, right, left);
      assert.deepEqual(
        one.conflicts.map((conflict) => conflict.part).sort(),
        other.conflicts.map((conflict) => conflict.part).sort(),
      );
      if (one.conflicts.length === 0) assert.deepEqual(content(one.merged), content(other.merged));
    }),
  );
});

test('every conflict is settled by its choice, in favour of the one chosen', () => {
  fc.assert(
    fc.property(drafts, drafts, drafts, fc.boolean(), (base, theirs, mine, takesMine) => {
      const { conflicts, merged: open } = mergeDrafts(base, theirs, mine);
      const side = takesMine ? 'mine' : 'theirs';
      const settled = mergeDrafts(base, theirs, mine, Object.fromEntries(conflicts.map(({ part }) => [part, side])));
      assert.deepEqual(settled.conflicts, []);
      if (!takesMine) assert.deepEqual(content(settled.merged), content(open));
      else if (conflicts.some(({ part }) => part === 'place')) assert.equal(settled.merged.place, mine.place);
    }),
  );
});

test('changes to different parts both stay', () => {
  const base = RecordDraft.parse({
    kind: 'publicity',
    hosts: ['a'],
    from: '2024-05-01',
    to: '2024-05-01',
    title: '一',
    measures: { attendance: 10, copies: 5 },
    key: 'k',
  });
  const theirs = { ...base, title: '二', measures: { attendance: 12, copies: 5 } };
  const mine = { ...base, place: '甲', measures: { attendance: 10 } };
  const { merged, conflicts, fromThem } = mergeDrafts(base, theirs, mine);
  assert.deepEqual(conflicts, []);
  assert.deepEqual([merged.title, merged.place, merged.measures], ['二', '甲', { attendance: 12 }]);
  assert.deepEqual([...fromThem].sort(), ['measures/attendance', 'title']);
});
