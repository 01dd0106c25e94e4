import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPack } from './read.ts';
import { smallPack, withPack, wrongIn } from './small-pack.ts';

test('reads the small pack, every part of it', () => {
  const pack = withPack(smallPack, readPack);
  assert.deepEqual(
    pack.units.map((unit) => unit.code),
    ['a', 'a-b', 'a-b-c', 'a-t'],
  );
  assert.deepEqual(pack.units[1]!.aliases, [{ name: '老区', from: null, to: '2019-12-31' }]);
  assert.deepEqual(
    pack.measures.map(({ field, slot, defaultValue }) => [field, slot, defaultValue]),
    [
      ['sessions', 1, 1],
      ['attendance', 2, null],
      ['people', null, null],
    ],
  );
  assert.deepEqual(
    pack.columns.map(({ code, parent }) => [code, parent]),
    [
      ['news', null],
      ['a-b', 'news'],
    ],
  );
  assert.equal(pack.demo.records.length, 6);
  assert.equal(pack.rounds[0]!.windows.media!.from, '2024-06-26');
  assert.equal(pack.template?.code, 'summary');
});

const pieces = [
  '',
  ',',
  '"',
  '\n',
  '- ',
  '{',
  '[',
  ': ',
  '&a ',
  '*a',
  '|',
  '2024-02-30',
  '-1',
  '0.5',
  'null',
  '~',
  '\t',
  '\u0000',
  '__proto__',
  'constructor',
  '💥',
  'a'.repeat(300),
  'code',
];

test('whatever is done to a pack, it is read or refused with its problems', () => {
  const edit = fc.record({
    file: fc.constantFrom(...Object.keys(smallPack)),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(30),
    put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8, unit: 'binary' })),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const files: Record<string, string> = { ...smallPack };
      for (const { file, at, cut, put } of edits) {
        const text = files[file]!;
        const from = Math.floor(at * text.length);
        files[file] = text.slice(0, from) + put + text.slice(from + cut);
      }
      for (const one of wrongIn(files)) assert.match(one, /^[a-z/]+\.(csv|yaml)/);
    }),
    { numRuns: 150 },
  );
});
