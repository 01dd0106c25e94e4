import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkText } from './check.ts';
import { type Finding, isFault } from './model.ts';

const rulesOf = (text: string) =>
  checkText(text)
    .filter(isFault)
    .map((one) => one.rule);
const only = (text: string, rule: string): Finding => {
  const found = checkText(text).filter((one) => one.rule === rule);
  assert.equal(found.length, 1, `${rule} in ${text}: ${JSON.stringify(checkText(text).map((one) => one.rule))}`);
  return found[0]!;
};

describe('what does not agree', () => {
  it('finds a list whose parts do not make its total', () => {
    const finding = only('三季度全区共开展讲座60场，分别是学校30场、社区20场、企业8场。', 'parts_total');
    assert.equal(finding.severity, 'conflict');
    assert.match(finding.message.zh, /58.*60.*2/);
    assert.equal(finding.spans[0]!.text, '60场');
  });

  it('finds parts that exceed their total', () => {
    assert.equal(only('全年共走访90户，其中城东50户、城西40户、城南30户。', 'parts_exceed_total').severity, 'conflict');
  });

  it('finds names that are fewer than announced, though their numbers add up', () => {
    const finding = only('讲师团5位讲师共宣讲30场，其中，周文10场、李明12场、陈静8场。', 'named_count');
    assert.match(finding.message.zh, /5位.*3个，差2个；列出的数字合计30场/);
    assert.ok(
      checkText('讲师团5位讲师共宣讲30场，其中，周文10场、李明12场、陈静8场。').some(
        (one) => one.rule === 'parts_total' && one.holds,
      ),
    );
  });

  it('finds classes that are fewer than the slogan promises', () => {
    assert.match(
      only('“六进”工作中，进学校45场、进社区23场、进企业17场，反响良好。', 'promised_classes').message.zh,
      /六进.*3类/,
    );
  });

  it('tells the sums of a table without totals, and checks those of one with', () => {
    const rows = '讲师团 场次 报道\n城东讲师团 12 3\n城西讲师团 20 5\n城南讲师团 8 1';
    assert.match(only(rows, 'table_without_totals').message.zh, /场次合计40，报道合计9/);
    const stated = checkText(`${rows}\n合计 41 9`).filter((one) => one.rule === 'table_totals');
    assert.deepEqual(stated.map((one) => [one.severity, one.holds ?? false]).sort(), [
      ['conflict', false],
      ['note', true],
    ]);
  });

  it('says how much of the whole a ranking covers', () => {
    assert.match(
      only('官网共发稿500篇，其中城东、城西、城南刊稿最多，分别为200篇、100篇、50篇。', 'ranking_covers').message.zh,
      /350.*70%.*150/,
    );
  });

  it('finds a slip by a power of ten and a hedge turned over', () => {
    const ten = '活动相关稿件全网阅读量达190万次。\n据统计，活动相关稿件全网阅读量达1900万次。';
    assert.match(only(ten, 'power_of_ten').message.zh, /10倍/);
    const turned = '大赛组委会共收到作品近3000幅。\n大赛组委会共收到作品3000余幅。';
    assert.equal(only(turned, 'hedge_turned').severity, 'conflict');
  });

  it('finds a share that its numbers do not give', () => {
    assert.match(only('全区共有会员200人，其中党员80人，占45%。', 'share').message.zh, /40/);
    assert.deepEqual(rulesOf('全区共有会员200人，其中党员80人，占40%。'), []);
  });

  it('finds slips of the pen', () => {
    assert.equal(only('讲师分别在在两所学校授课。', 'doubled_word').spans[0]!.text, '在在');
    assert.equal(only('以“无毒青春为主题开展宣传。', 'unclosed_mark').severity, 'doubt');
    assert.match(only('根据长社禁【6】号文件要求。', 'document_brackets').message.zh, /〔6〕/);
    assert.equal(only('全区开展宣传,发放资料。', 'mixed_width').spans.length, 1);
  });

  it('tells periods apart', () => {
    assert.match(
      only('7-10月宣讲94场。截止到11月19日，累计宣讲194场。', 'windows_differ').message.zh,
      /2个不同的统计时段/,
    );
  });
});

describe('what agrees', () => {
  it('stays quiet about ordinary prose', () => {
    for (const text of [
      '天天上门，常常谈心，人人参与，妈妈们走进家家户户。',
      '全区13个街道开展讲座55场，覆盖8000余人。',
      '召开座谈会21次，走访96人次，慰问45户，送去物资154件。',
      '',
    ]) {
      assert.deepEqual(rulesOf(text), [], text);
    }
  });

  it('confirms a list that adds up, whatever the numbers, and finds it when one is off', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 500 }), (values, slip) => {
        const places = ['学校', '社区', '企业', '机关', '农村', '景区', '商圈', '车站'];
        const list = values.map((value, index) => `${places[index]}${value}场`).join('、');
        const sum = values.reduce((left, right) => left + right, 0);
        const right = checkText(`全市共宣讲${sum}场，分别是${list}。`);
        assert.ok(
          right.some((one) => one.rule === 'parts_total' && one.holds),
          list,
        );
        assert.deepEqual(right.filter(isFault), []);
        const wrong = checkText(`全市共宣讲${sum + slip}场，分别是${list}。`).filter(isFault);
        assert.deepEqual(
          wrong.map((one) => one.rule),
          ['parts_total'],
          `${sum + slip}: ${list}`,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('takes any text, and its spans are substrings', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '12场',
            '、',
            '共',
            '其中',
            '“',
            '】',
            '六进',
            '进学校',
            '近3000人',
            '\n',
            '，',
            '合计 3 4',
            '甲 1 2',
          ),
          { maxLength: 60 },
        ),
        (pieces) => {
          const text = pieces.join('');
          for (const finding of checkText(text))
            for (const span of finding.spans) assert.equal(text.slice(span.start, span.end), span.text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not blow up with the number of facts', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `街道${index}分会共开展宣传活动${index + 1}场。`).join(
      '\n',
    );
    assert.ok(checkText(lines).length < 10_000);
  });
});
