import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantityLines } from './lines.ts';
import type { Quantity } from './model.ts';
import { readQuantities } from './quantities.ts';

const text = '东湖区:累计走访300余户。\r\n\n设一等奖2名，参与10至15人。';
type Printed = Quantity & { readonly line?: number };

const always = ['start', 'end', 'text', 'value', 'qualifier', 'cumulative', 'unit', 'kind', 'noun', 'owner', 'section'];

test('nothing for a text without quantities', () => {
  assert.deepEqual([...quantityLines('', { byLine: true })], []);
  assert.deepEqual([...quantityLines('第15名。\n\n', { byLine: true })], []);
});

test('as one document: the keys in their order, offsets of the document, no line', () => {
  const lines = [...quantityLines(text, { byLine: false })].map((line) => JSON.parse(line) as Printed);
  assert.equal(lines.length, 3);
  for (const one of lines) {
    assert.equal(text.slice(Number(one.start), Number(one.end)), one.text);
    assert.deepEqual(
      Object.keys(one).filter((key) => always.includes(key)),
      always,
    );
    assert.ok(!('line' in one));
  }
  assert.deepEqual(
    lines.map((one) => [one.valueMax, one.target]),
    [
      [undefined, undefined],
      [undefined, true],
      [15, true],
    ],
  );
});

test('line by line: lines count from 1, offsets are those of the line', () => {
  const source = text.split(/\r?\n/);
  const lines = [...quantityLines(text, { byLine: true })].map((line) => JSON.parse(line) as Printed);
  assert.deepEqual(
    lines.map((one) => one.line),
    [1, 3, 3],
  );
  for (const one of lines) {
    assert.equal(source[Number(one.line) - 1]!.slice(Number(one.start), Number(one.end)), one.text);
    assert.deepEqual(Object.keys(one).slice(0, 3), ['line', 'start', 'end']);
  }
});

test('what is printed is what was read', () => {
  const printed = [...quantityLines(text, { byLine: false })].map((line) => JSON.parse(line));
  assert.deepEqual(printed, JSON.parse(JSON.stringify(readQuantities(text))));
});
