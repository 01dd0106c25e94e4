import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { checkText } from './check.ts';
import { isFault } from './model.ts';
import { type RuleCode, ruleBook } from './rules.ts';

interface Planted {
  readonly text: string;
  readonly rule?: RuleCode;
  /** What one of the finding's spans holds. */
  readonly span?: string;
  /** A near-miss: nothing may be said of it, except by these rules. */
  readonly silent?: true;
  readonly ignore?: readonly RuleCode[];
}

const planted = linesOf<Planted>('planted.jsonl');
const clean = linesOf<{ readonly title: string; readonly text: string }>('clean.jsonl');
const wrong = planted.filter((one) => one.rule !== undefined);
const nearMisses = planted.filter((one) => one.silent);

describe('planted faults', () => {
  for (const { rule, span, text } of wrong) {
    test(`${rule}: ${text.slice(0, 24).replaceAll('\n', ' ')}`, () => {
      const found = checkText(text).filter(isFault);
      const hit = found.find((one) => one.rule === rule && one.spans.some((each) => each.text.includes(span!)));
      assert.ok(hit, JSON.stringify(found.map((one) => [one.rule, one.spans.map((each) => each.text)])));
      assert.equal(hit.severity, ruleBook[rule!].severity);
      assert.ok(hit.message.zh !== '' && hit.message.en !== '');
      for (const each of hit.spans) assert.equal(text.slice(each.start, each.end), each.text);
    });
  }
});

describe('near-misses', () => {
  for (const { text, ignore = [] } of nearMisses) {
    test(text.slice(0, 30).replaceAll('\n', ' '), () => {
      const found = checkText(text).filter((one) => isFault(one) && !ignore.includes(one.rule));
      assert.deepEqual(
        found.map((one) => `${one.rule} ${one.message.zh}`),
        [],
      );
    });
  }
});

test('less than one false alarm a page on clean pages; every rule of the text is planted', (context) => {
  const alarms = clean.flatMap(({ title, text }) =>
    checkText(text)
      .filter((one) => isFault(one) && one.severity !== 'note')
      .map((one) => `${title}: ${one.rule} ${one.message.zh}`),
  );
  const caught = wrong.filter(({ rule, text }) => checkText(text).some((one) => isFault(one) && one.rule === rule));
  context.diagnostic(
    `${caught.length} of ${wrong.length} planted faults; ${alarms.length} false alarms on ${clean.length} pages; ${nearMisses.length} near-misses`,
  );
  assert.ok(clean.length >= 10 && wrong.length >= 40);
  assert.deepEqual(alarms, []);
  const kinds = Object.keys(ruleBook).filter((code) => !/^(ledger|edition)_/.test(code));
  assert.deepEqual(
    kinds.filter((code) => !wrong.some((one) => one.rule === code)),
    [],
  );
});

function linesOf<Line>(name: string): Line[] {
  const text = readFileSync(new URL(`gold/${name}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
