import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fold } from './fold.ts';
import { readGrids } from './grids.ts';
import { readQuantities } from './quantities.ts';
import { readStructure } from './structure.ts';

const summary = [
  '全县志愿者协会上半年工作小结',
  '    一、宣传工作情况',
  '全县协会积极宣传。',
  '    东湖区:开展活动30场。',
  '    西湖区：开展活动20场，发放资料600份。',
  '    二、帮扶工作情况',
  '走访困难家庭45户。',
  '（一）送温暖有力度。送去慰问金5万元。',
].join('\n');

describe('headings and leading units', () => {
  test('neither a list of points nor a colon in a sentence is one', () => {
    const blocks = readStructure(fold('一、今年开展讲座30场，发放资料500份。\n时间:2024年\n其中:东湖区30场'));
    assert.deepEqual(
      blocks.map((block) => [block.kind, block.lead]),
      [
        ['paragraph', ''],
        ['paragraph', ''],
        ['paragraph', ''],
      ],
    );
  });

  test('sections and owners of every quantity', () => {
    assert.deepEqual(
      readQuantities(summary).map((one) => [one.text, one.section, one.owner]),
      [
        ['30场', '宣传工作情况', '东湖区'],
        ['20场', '宣传工作情况', '西湖区'],
        ['600份', '宣传工作情况', '西湖区'],
        ['45户', '帮扶工作情况', ''],
        ['5万元', '帮扶工作情况', ''],
      ],
    );
  });

  test('offsets are those of the text, blanks and full-width signs included', () => {
    for (const one of readQuantities(summary)) assert.equal(summary.slice(one.start, one.end), one.text);
  });
});

describe('tables in plain text', () => {
  const cells = (text: string): unknown[] =>
    readQuantities(text).map((one) => [one.text, one.value, one.unit, one.noun, one.owner]);

  test('prose and lists of numbers are none', () => {
    for (const text of ['共有 30 场 讲座\n发放 500 份 资料', '1 2 3\n4 5 6\n7 8 9', '联系人 13800000000\n电话 0731']) {
      assert.deepEqual(readGrids(fold(text)), [], text);
    }
  });

  test('single blanks, three rows and a last column of names', () => {
    const text =
      '单位 宣讲次数 报道次数 媒体\n市讲师团 94 53 红网、新报\n东湖区讲师团 82 15 今日 新闻 微博\n西湖区讲师团 40 20 今日';
    assert.deepEqual(cells(text), [
      ['94', 94, '', '宣讲次数', '市讲师团'],
      ['53', 53, '', '报道次数', '市讲师团'],
      ['82', 82, '', '宣讲次数', '东湖区讲师团'],
      ['15', 15, '', '报道次数', '东湖区讲师团'],
      ['40', 40, '', '宣讲次数', '西湖区讲师团'],
      ['20', 20, '', '报道次数', '西湖区讲师团'],
    ]);
  });

  test('tabs, a running number, a unit in the head, separators, units in the cell', () => {
    const text = '序号\t单位\t宣讲(场)\t受众\n1\t东湖区\t30\t近1,200人\n2\t西湖区\t28\t980人';
    assert.deepEqual(cells(text), [
      ['30', 30, '场', '宣讲', '东湖区'],
      ['近1,200人', 1200, '人', '受众', '东湖区'],
      ['28', 28, '场', '宣讲', '西湖区'],
      ['980人', 980, '人', '受众', '西湖区'],
    ]);
  });

  test('years, ranks and telephone numbers in columns are no quantities', () => {
    const text = '单位\t年份\t电话\t场次\n东湖区\t2023\t5551234\t3\n西湖区\t2024\t5551235\t4';
    assert.deepEqual(cells(text), [
      ['3', 3, '', '场次', '东湖区'],
      ['4', 4, '', '场次', '西湖区'],
    ]);
  });
});
