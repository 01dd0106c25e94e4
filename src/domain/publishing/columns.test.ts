import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { columnChain, columnOfUnit, findColumn, makeColumns, scopeOfColumn } from './columns.ts';
import type { SiteColumn } from './model.ts';

const row = (code: string, parent: string | null, unitId: number | null = null) => ({
  code,
  parent,
  title: { zh: code, en: code },
  unitId,
});

describe('columns', () => {
  test('a code that no column has is not found', () => {
    assert.equal(findColumn([], 'a'), undefined);
    assert.equal(findColumn(makeColumns([row('a', null)]), 'b'), undefined);
    assert.equal(columnOfUnit(makeColumns([row('a', null)]), 1), undefined);
  });

  test('the tree holds every row once, in order, and a chain leads back to the top', () => {
    // Each row's parent is one of the rows before it, or none.
    const rows = fc
      .array(fc.nat(), { minLength: 1, maxLength: 40 })
      .map((parents) =>
        parents.map((parent, index) =>
          row(`c${index}`, parent % (index + 1) === index ? null : `c${parent % (index + 1)}`),
        ),
      );
    fc.assert(
      fc.property(rows, (given) => {
        const top = makeColumns(given);
        const all = (list: readonly SiteColumn[]): SiteColumn[] =>
          list.flatMap((column) => [column, ...all(column.children)]);
        assert.deepEqual(
          all(top)
            .map((column) => column.code)
            .sort(),
          given.map((one) => one.code).sort(),
        );
        for (const column of all(top)) {
          assert.equal(findColumn(top, column.code), column);
          const chain = columnChain(column);
          assert.ok(top.includes(chain[0]!));
          assert.equal(chain.at(-1), column);
          assert.deepEqual(
            [...scopeOfColumn(column).codes].sort(),
            all([column])
              .map((one) => one.code)
              .sort(),
          );
        }
      }),
    );
  });

  test('a column stands for its unit, and leaves the units below to it', () => {
    const [top] = makeColumns([
      row('places', null),
      row('east', 'places', 1),
      row('street', 'east', 2),
      row('west', 'places', 3),
    ]);
    assert.deepEqual(scopeOfColumn(top!), { codes: ['places', 'east', 'street', 'west'], unitIds: [1, 3] });
    assert.equal(columnOfUnit([top!], 2)?.code, 'street');
  });

  test('a row whose parent is missing stands at the top', () => {
    assert.deepEqual(
      makeColumns([row('a', 'gone')]).map((column) => column.code),
      ['a'],
    );
  });
});
