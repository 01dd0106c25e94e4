import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText } from '#domain/agreement/check.ts';
import { fingerprints, isNoisy, isStateAllowed } from './rules.ts';
import { textOfSections } from './source-text.ts';

const source = { kind: 'text', key: '简报' } as const;
const prints = (text: string, unit = 'east') =>
  fingerprints(source, unit, text, checkText(text)).map((one) => one.fingerprint);

test('a finding keeps its fingerprint when text is put before it, and loses it with its number, unit or source', () => {
  const text = '全区共宣讲60场，分别是学校30场、社区20场、企业8场。';
  const [own] = prints(text);
  assert.deepEqual(prints(`各位同志：\n现将情况报告如下。\n${text}`), [own]);
  assert.notEqual(prints(text.replace('8场', '7场'))[0], own);
  assert.notEqual(prints(text, 'west')[0], own);
  assert.notEqual(fingerprints({ ...source, key: '另一份' }, 'east', text, checkText(text))[0]!.fingerprint, own);
});

test('the same words in two places are two findings', () => {
  const all = prints('讲师在在学校授课。\n讲师在在学校授课。');
  assert.equal(new Set(all).size, 2);
});

test('what is closed is opened before it is closed in another way', () => {
  assert.equal(isStateAllowed('open', 'dismissed'), true);
  assert.equal(isStateAllowed('dismissed', 'explained'), false);
  assert.equal(isStateAllowed('dismissed', 'open'), true);
});

test('a rule is noisy only after several decisions, most of them against it', () => {
  assert.equal(isNoisy({ decided: 4, dismissed: 4 }), false);
  assert.equal(isNoisy({ decided: 10, dismissed: 5 }), false);
  assert.equal(isNoisy({ decided: 10, dismissed: 6 }), true);
});

test('figures stand in the text where they are said to, in prose and in tables', () => {
  const figures = [{ text: '60场' }, { text: '30' }, { text: '30' }];
  const { text, figures: places } = textOfSections(
    '小结',
    [
      {
        code: 'a',
        title: '宣讲',
        blocks: [
          { type: 'paragraph', lead: { unit: 'east', short: '东区' }, inlines: ['共宣讲', { figure: 0 }, '。'] },
          {
            type: 'table',
            caption: '各街道',
            columns: [
              { title: '街道', numeric: false },
              { title: '场次', numeric: true },
            ],
            rows: [
              ['北桥', { figure: 1 }],
              ['', { figure: 2 }],
            ],
          },
        ],
      },
    ],
    figures,
  );
  assert.deepEqual(
    places.map(({ start, end }) => text.slice(start, end)),
    ['60场', '30', '30'],
  );
  assert.match(text, /东区：共宣讲60场。\n各街道\n街道\t场次\n北桥\t30\n—\t30/);
});
