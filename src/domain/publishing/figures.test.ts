import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Edition, EditionFigure } from '#domain/summary/edition-model.ts';
import { day } from '#kernel/day.ts';
import { editionCsv } from './edition-csv.ts';
import { figuresOfSection, headlineFigures, sectionsByFigure, tileFigures } from './figures.ts';

const window = { from: day('2024-01-01'), to: day('2024-06-30') };
const text = { zh: '走访', en: 'Visits' };

function figure(measure: string, value: number | null, more: Partial<EditionFigure> = {}): EditionFigure {
  return {
    ...{
      id: 'f1',
      measure,
      label: text,
      counterWord: '次',
      unit: { code: 'hq', name: '总会' },
      window,
      precision: 'exact' as const,
    },
    ...{ basis: 'verified_records' as const, claimed: false, value, text: `${value}次`, records: value, ...more },
  };
}

function edition(figures: readonly EditionFigure[], sections: Edition['sections'] = []): Edition {
  const unit = { code: 'hq', name: '总会' };
  return {
    format: 'taizhang.edition.1',
    code: 'e',
    title: '小结',
    unit,
    window,
    windows: {},
    frozenAt: '2024-07-01T00:00:00Z',
    sections,
    figures,
    notes: [],
  };
}

describe('headline figures', () => {
  test('leave out what is hidden, claimed, zero, of one record, of one person or of another unit', () => {
    const other = { unit: { code: 'east', name: '东区' } };
    const out = [
      figure('a.n', null),
      figure('b.n', 9, { claimed: true }),
      figure('c.n', 0),
      figure('d.n', 9, { record: { id: 1, title: '' } }),
      figure('e.n', 9, { person: '甲' }),
      figure('f.n', 9, other),
    ];
    assert.deepEqual(headlineFigures(edition(out), 5), []);
  });

  test('one of each kind, the least filtered, the largest first', () => {
    const classes = [{ family: text, label: text }];
    const given = [
      figure('a.n', 50, { classes }),
      figure('a.n', 40),
      figure('a.m', 90),
      figure('b.n', 7),
      figure('c.n', 60, { classes }),
    ];
    assert.deepEqual(
      headlineFigures(edition(given), 2).map((one) => one.place),
      [4, 1],
    );
    assert.deepEqual(
      headlineFigures(edition(given), 5).map((one) => one.place),
      [4, 1, 3],
    );
  });
});

describe('tile figures', () => {
  const of = (code: string, measure: string, value: number | null, more: Partial<EditionFigure> = {}) =>
    figure(measure, value, { unit: { code, name: code }, ...more });

  test('nothing where fewer than two units can be compared', () => {
    assert.equal(
      tileFigures(edition([of('east', 'a.n', 5), of('west', 'b.n', 5), of('west', 'a.n', null)]), ['east', 'west']),
      undefined,
    );
    assert.equal(tileFigures(edition([]), []), undefined);
  });

  test('one measure and one window for as many as possible', () => {
    const late = { window: { from: day('2024-07-01'), to: day('2024-07-31') } };
    const given = [of('east', 'a.n', 5), of('east', 'b.n', 3), of('west', 'b.n', 4), of('west', 'a.n', 9, late)];
    const shown = tileFigures(edition(given), ['east', 'west'])!;
    assert.deepEqual(
      [...shown].map(([code, one]) => [code, one.figure.measure]),
      [
        ['east', 'b.n'],
        ['west', 'b.n'],
      ],
    );
  });
});

describe('sections', () => {
  test('know their figures, each once, in the order of the text', () => {
    const blocks = [
      { type: 'paragraph' as const, inlines: ['一', { figure: 3 }, { figure: 1 }] },
      {
        type: 'table' as const,
        caption: '',
        columns: [],
        rows: [[{ figure: 1 }, { figure: 0 }]],
        totals: [{ figure: 4 }],
      },
    ];
    assert.deepEqual(figuresOfSection(blocks), [3, 1, 0, 4]);
    assert.deepEqual(
      sectionsByFigure(
        edition(
          [],
          [
            { code: 'a', title: '甲', blocks },
            { code: 'b', title: '乙', blocks: [blocks[0]!] },
          ],
        ),
      ).get(3),
      ['甲', '乙'],
    );
  });
});

describe('the CSV of an edition', () => {
  test('no cell can become a formula, and no line is lost', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', 'a"b', 'a,b', 'a\r\nb'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.option(fc.nat())), { maxLength: 8 }), (given) => {
        const figures = given.map(([name, value]) =>
          figure('a.n', value, { unit: { code: name, name }, text: name, person: name }),
        );
        const rows = readCsv(editionCsv(edition(figures)));
        assert.equal(rows.length, figures.length + 1);
        rows.slice(1).forEach((row, index) => {
          assert.equal(row.length, 16);
          for (const cell of row) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/);
          assert.equal(row[12], given[index]![1] === null ? '' : String(given[index]![1]));
        });
      }),
    );
  });
});

/** RFC 4180, as a spreadsheet reads it. */
function readCsv(csv: string): string[][] {
  assert.equal(csv[0], '\ufeff');
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 1; at < csv.length; at++) {
    const character = csv[at]!;
    if (quoted && character === '"' && csv[at + 1] === '"') cell += csv[++at];
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ',' || (character === '\r' && csv[at + 1] === '\n'))) {
      rows.at(-1)!.push(cell);
      cell = '';
      if (character === '\r') {
        at++;
        rows.push([]);
      }
    } else cell += character;
  }
  return rows.slice(0, -1);
}
