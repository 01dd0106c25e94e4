import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { makeColumns } from '#domain/publishing/columns.ts';
import { type SiteFrame, SiteSettings } from '#domain/publishing/model.ts';
import { documentText, legible } from './layout.ts';
import { aboutPage } from './pages/about.ts';
import { editionPage } from './pages/edition.ts';
import { openingOf } from './pages/home.ts';
import { failedPage, notFoundPage } from './pages/problem.ts';
import { isWebAddress } from './parts/footer.ts';
import { placeTiles } from './parts/tile-map.ts';
import { faultsOf, readPage } from './read-page.ts';
import { hostile, makeSampleEdition } from './small-site.ts';

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '<script>',
    '</title>',
    '"><img src=x onerror=1>',
    "' onfocus='1",
    '&lt;',
    '&',
    '<!--',
    '-->',
    ']]>',
    '\u2028',
    '\u0000',
    '\u001b[31m',
    '{{',
    '${',
    'javascript:1',
    '协会',
  ),
);
// As the database gives it: well-formed and without NUL.
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('').toWellFormed().replaceAll('\u0000', ''));

describe('text of any kind', () => {
  test('stays text on every page: well-formed, no foreign element, no handler, no strange address', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 8, maxLength: 8 }),
        fc.constantFrom('zh', 'en'),
        fc.boolean(),
        async (texts, language, large) => {
          const [name, contact, icp, police, title, unit, words, label] = texts as [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
          ];
          const frame: SiteFrame = {
            settings: SiteSettings.parse({
              organisation: { zh: name, en: name },
              contact,
              icp,
              police_filing: police,
              links: [
                { title, url: words },
                { title, url: `https://${words}` },
              ],
            }),
            columns: makeColumns([{ code: label, parent: null, title: { zh: title, en: title }, unitId: null }]),
            root: undefined,
            units: [],
          };
          const sample = makeSampleEdition(label, title);
          const edition = {
            ...sample,
            unit: { code: unit, name: unit },
            notes: [words],
            sections: [
              {
                code: label,
                title: words,
                blocks: [
                  { type: 'paragraph' as const, lead: { unit, short: unit }, inlines: [words, { figure: 0 }, words] },
                  {
                    type: 'table' as const,
                    caption: words,
                    columns: [{ title: words, numeric: true }],
                    rows: [[words], [{ figure: 1 }]],
                  },
                ],
              },
            ],
            figures: sample.figures.map((figure) => ({
              ...figure,
              text: words,
              label: { zh: label, en: label },
              record: { id: 1, title: words },
            })),
          };
          const line = {
            code: label,
            title,
            unit,
            whole: true,
            sha256: 'a',
            frozenAt: new Date(0),
            publishedAt: new Date(0),
          };
          const view = { language: language as 'zh' | 'en', large, here: '/summaries' };
          for (const page of [
            editionPage({ edition, canonical: '', sha256: 'a' }, line, view),
            aboutPage(frame, view),
            notFoundPage(frame, view),
            failedPage(undefined, view),
          ]) {
            const read = readPage(await documentText(page, view, frame));
            assert.deepEqual(faultsOf(read), []);
            // An XML reader turns line ends into one kind.
            assert.ok(read.text.includes(legible(title).replace(/\r\n?/g, '\n')));
          }
        },
      ),
      {
        numRuns: 60,
        examples: [[[hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile], 'zh', true]],
      },
    );
  });

  test('only addresses of the web become links', () => {
    for (const url of [
      'javascript:alert(1)',
      'JAVASCRIPT:1',
      'data:text/html,x',
      '//evil.test',
      '/c/news',
      'http:/x',
      'https://a b',
      ' https://a',
      '',
      null,
      undefined,
    ]) {
      assert.equal(isWebAddress(url), false, String(url));
    }
    assert.equal(isWebAddress('https://example.org/a?b=c'), true);
  });
});

describe('the opening of an article', () => {
  test('leaves salutations and figures out, ends at a sentence, and never grows', () => {
    const paragraph = (...inlines: (string | { figure: number })[]) => ({ type: 'paragraph' as const, inlines });
    assert.equal(openingOf([paragraph('各区县（市）协会：'), paragraph('请做好准备。')]), '请做好准备。');
    assert.equal(openingOf([paragraph('共', { figure: 0 }, '。'), paragraph('第二段。')]), '第二段。');
    assert.equal(openingOf([]), '');
    assert.equal(openingOf([paragraph(`${'前'.repeat(80)}。${'后'.repeat(80)}。`)]), `${'前'.repeat(80)}。`);
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 4 }),
        (texts) => [...openingOf(texts.map((one) => paragraph(one)))].length <= 122,
      ),
    );
  });
});

describe('the tile map', () => {
  test('gives every unit one place and no place to two, drawn or not', () => {
    const codes = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), { maxLength: 16 });
    const rows = fc.array(fc.array(fc.constantFrom('.', ...'abcdefgh', 'zz'), { maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(codes, rows, (units, drawn) => {
        const { places, columns } = placeTiles(units, drawn);
        assert.deepEqual([...places.keys()].sort(), [...units].sort());
        const cells = [...places.values()].map((place) => `${place.row}/${place.column}`);
        assert.equal(new Set(cells).size, cells.length);
        for (const place of places.values()) assert.ok(place.column >= 1 && place.column <= columns);
      }),
    );
  });

  test('stands as the settings draw it; without a drawing in reading order', () => {
    const drawn = placeTiles(
      ['a', 'b', 'c'],
      [
        ['.', 'b'],
        ['a', '.'],
      ],
    );
    assert.deepEqual(Object.fromEntries(drawn.places), {
      b: { row: 1, column: 2 },
      a: { row: 2, column: 1 },
      c: { row: 3, column: 1 },
    });
    const plain = placeTiles(['a', 'b', 'c', 'd', 'e'], []);
    assert.equal(plain.columns, 3);
    assert.deepEqual(plain.places.get('e'), { row: 2, column: 2 });
  });
});
