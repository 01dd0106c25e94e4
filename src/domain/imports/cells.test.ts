import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Measure } from '#domain/classes/model.ts';
import type { CellValue } from '#formats/sheet-rows.ts';
import { addDays, day, dayInWords } from '#kernel/day.ts';
import { readCount, readDay, readNames, readText, readYes } from './cells.ts';

const attendance: Measure = {
  code: 'lecture.attendance',
  kind: 'lecture',
  field: 'attendance',
  slot: 2,
  label: { zh: '听讲人次', en: 'Attendance' },
  unit: '人次',
  additive: 'sum',
  claimed: false,
  scale: 1,
  smallCell: null,
  defaultValue: null,
};
const money: Measure = { ...attendance, field: 'money', label: { zh: '慰问金', en: 'Money' }, unit: '元', scale: 100 };
const pieces: Measure = { ...attendance, field: 'pieces', label: { zh: '刊发', en: 'Pieces' }, unit: '篇(条)' };

const outcome = (reading: { value?: unknown; problem?: { code: string } | undefined }) =>
  reading.problem?.code ?? reading.value;

test('numbers that are not exact, not whole or no numbers are refused, each with its own advice', () => {
  const refused: readonly [CellValue, Measure, string][] = [
    ['约30', attendance, 'count_hedged'],
    ['近8000', attendance, 'count_hedged'],
    ['30余', attendance, 'count_hedged'],
    ['30多人次', attendance, 'count_hedged'],
    ['30+', attendance, 'count_hedged'],
    ['百余', attendance, 'count_hedged'],
    ['≥30', attendance, 'count_hedged'],
    ['30-40', attendance, 'count_range'],
    ['30至40', attendance, 'count_range'],
    ['三十', attendance, 'count_form'],
    ['1,20', attendance, 'count_form'],
    ['1.2.3', attendance, 'count_form'],
    ['120户', attendance, 'count_form'],
    ['很多', attendance, 'count_hedged'],
    [true, attendance, 'count_form'],
    ['-3', attendance, 'count_negative'],
    [-3, attendance, 'count_negative'],
    [1.5, attendance, 'count_not_whole'],
    ['1.23456万', attendance, 'count_not_whole'],
    ['0.005', money, 'count_not_whole'],
    [{ fault: '#REF!' }, attendance, 'cell_error'],
    [{ fault: '' }, attendance, 'formula_not_calculated'],
  ];
  for (const [cell, measure, code] of refused)
    assert.equal(outcome(readCount(cell, measure)), code, JSON.stringify(cell));
  assert.match(readCount('约30', attendance).problem!.text.zh, /“约30”不是确切的数，请填核实后的数，如 30/);
});

test('numbers are read however they are written', () => {
  const read: readonly [CellValue | undefined, Measure, number | undefined][] = [
    [1200, attendance, 1200],
    ['1200', attendance, 1200],
    ['1,200', attendance, 1200],
    ['１，２００', attendance, 1200],
    ['12,345,678', attendance, 12_345_678],
    ['1.2万', attendance, 12_000],
    ['1.15万', attendance, 11_500],
    ['3千', attendance, 3000],
    ['0.5亿', attendance, 50_000_000],
    ['120人次', attendance, 120],
    [' 120 人次 ', attendance, 120],
    ['3篇', pieces, 3],
    ['3条', pieces, 3],
    ['3篇(条)', pieces, 3],
    ['3篇（条）', pieces, 3],
    ['56.5', money, 5650],
    [19.99, money, 1999],
    ['1.15元', money, 115],
    ['0', attendance, 0],
    [1e15, attendance, 1e15],
    ['', attendance, undefined],
    ['/', attendance, undefined],
    ['—', attendance, undefined],
    ['无', attendance, undefined],
    [undefined, attendance, undefined],
  ];
  for (const [cell, measure, value] of read)
    assert.equal(outcome(readCount(cell, measure)), value, JSON.stringify(cell));
});

test('a whole number means itself, written in any of its forms', () => {
  const forms = [
    (value: number) => value,
    String,
    (value: number) => value.toLocaleString('en'),
    (value: number) => `${value}人次`,
    (value: number) => `${value / 10_000}万`,
  ];
  fc.assert(
    fc.property(fc.nat({ max: 2_000_000_000 }), fc.constantFrom(...forms), (value, form) => {
      assert.deepEqual(readCount(form(value), attendance), { value });
    }),
  );
});

test('days that are none, or not told fully, are refused, each with its own advice', () => {
  const refused: readonly [CellValue, string][] = [
    ['2024-02-30', 'day_unknown'],
    ['2024年13月1日', 'day_unknown'],
    ['7月14日', 'day_without_year'],
    ['7/14', 'day_without_year'],
    ['7.14', 'day_form'],
    [7.14, 'day_number'],
    [45_487, 'day_number'],
    ['2024年7月', 'day_form'],
    ['24-7-14', 'day_form'],
    ['7月14日至16日', 'day_range'],
    ['2024-07-14~2024-07-16', 'day_range'],
    ['昨天', 'day_form'],
    [true, 'day_form'],
    [{ fault: '#VALUE!' }, 'cell_error'],
  ];
  for (const [cell, code] of refused) assert.equal(outcome(readDay(cell, undefined)), code, JSON.stringify(cell));
});

test('a day is read in all its written forms', () => {
  const day14 = '2024-07-14';
  for (const cell of [
    ...['2024-7-14', '2024/7/14', '2024.7.14', '2024年7月14日', '2024年07月14号', '20240714', '２０２４－７－１４'],
    ...['2024-07-14 09:30', '2024-07-14T09:30:00', '2024/7/14 9:30:15', '2024年7月14日（周日）', '2024-7-14 星期日'],
    20_240_714,
  ]) {
    assert.equal(outcome(readDay(cell, undefined)), day14, String(cell));
  }
  for (const cell of ['7月14日', '7/14', '7-14', '7月14号(周日)'])
    assert.equal(outcome(readDay(cell, 2024)), day14, cell);
  assert.equal(outcome(readDay('', undefined)), undefined);
  fc.assert(
    fc.property(fc.nat({ max: 40_000 }), (count) => {
      const one = addDays(day('1950-01-01'), count);
      const [year, month, date] = one.split('-').map(Number);
      for (const text of [one, dayInWords(one), `${year}/${month}/${date}`, one.replaceAll('-', '')])
        assert.deepEqual(readDay(text, undefined), { value: one });
      assert.deepEqual(readDay(`${month}月${date}日`, year), { value: one });
    }),
  );
});

test('names, texts and yes or no', () => {
  assert.deepEqual(readNames('甲、乙；丙\n丁，戊, 己;').value, ['甲', '乙', '丙', '丁', '戊', '己']);
  assert.deepEqual(readNames(' 、 '), {});
  assert.equal(outcome(readText('字'.repeat(201), 200)), 'text_too_long');
  assert.equal(readText('\u0000 甲\r\n乙\u0007 ', 200).value, '甲\n乙');
  assert.equal(readText(2024, 200).value, '2024');
  for (const yes of ['是', '√', '1', 'Y', true]) assert.deepEqual(readYes(yes), { value: true });
  for (const no of ['否', '×', '0', 'no', false, '/']) assert.deepEqual(readYes(no), { value: false }, String(no));
  assert.equal(outcome(readYes('也许')), 'yes_form');
});

test('whatever stands in a cell, it is read, empty, or refused with a short sentence', () => {
  const cells: fc.Arbitrary<CellValue> = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'0123456789.,万余约-/年月日 人次'), maxLength: 12 }),
    fc.double(),
    fc.boolean(),
    fc.record({ fault: fc.string({ maxLength: 30 }) }),
  );
  fc.assert(
    fc.property(cells, fc.option(fc.integer({ min: 1990, max: 2030 }), { nil: undefined }), (cell, year) => {
      const readings = [readDay(cell, year), readCount(cell, attendance), readCount(cell, money), readYes(cell)];
      for (const { value, problem } of [...readings, readText(cell, 50), readNames(cell)]) {
        assert.ok(value === undefined || problem === undefined);
        if (problem) assert.ok(problem.text.zh.length < 200 && problem.text.en.length < 250);
        if (typeof value === 'number') assert.ok(Number.isInteger(value) && value >= 0);
      }
    }),
    { numRuns: 300 },
  );
});
