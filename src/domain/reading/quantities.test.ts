import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Quantity } from './model.ts';
import { readQuantities } from './quantities.ts';

function spans(text: string): string[] {
  return readQuantities(text).map((one) => one.text);
}

function only(text: string): Quantity {
  const found = readQuantities(text);
  assert.equal(found.length, 1, `${text}: ${found.map((one) => one.text).join(' | ')}`);
  return found[0]!;
}

describe('what is no quantity', () => {
  const refused: Readonly<Record<string, string>> = {
    dates: '2024年7月10日，8月27日至28日，7-10月，2023—2024年度，10月份，三季度，星期三，周六，二〇二四年。',
    times: '上午9:30，9：30-11：30，下午3点，凌晨2时15分，8点半，24小时值守，7×24小时响应。',
    ordinals: '第15名，第三届，第1、2、3期，第十四次理事会，二届六次会议，第 3 场。',
    ranks: '前三，前10名，位列全市第5，发稿前五位，团体赛前三名，百强县。',
    ages: '10岁，60周岁以上，年过七旬，80后，三年级，高二，2021级。',
    'grades and prizes': '一等奖，特等奖，二级，5A级，三星级，一级教师。',
    'document numbers': '长社禁〔2025〕6号，【6】号，国办函[2022]19号，《条例》第23条。',
    addresses: '人民路1100弄258号3楼301室，新民村5组，阳光小区3栋，5路车，319国道，8公里处。',
    'telephone and filing numbers':
      '电话0731-88886666，13812345678，400-820-8820，热线12355，京ICP备10012345号-1，QQ群号876543210。',
    'technical figures': '380伏，5G，A4纸，3.0版，H7N9，IP地址192.168.1.10，比例2:1，3+6，1+N。',
    'structure words':
      '三个方面，四个阶段，5个环节，五大区域，3个坚持，三点希望，五项要求，三件事，分为四类，七个全覆盖，四个“天天”。',
    'fixed names':
      '六进，五个一，一对一，多对一，百公里，三句半，博爱送万家，十佳，一次性，三支一扶，四面八方，千家万户，红十字。',
    'names in quotation marks': '“四个课堂”，“2元午餐”，《20条》，“百场宣讲进校园”。',
    'list numbers': '一、组织。1.宣传。（二）帮扶。一是抓紧，二要落实。',
    'time frames': '前两年，近四个月，13年来，近三年，三年前，两天后，最近3个月，三年行动，15分钟生活圈。',
    'articles and zeros': '一家公司，一名选手，零距离，零发生，零件，欢聚一堂，在一起。',
    'places that hold a numeral': '三门县，五台山，八里河，三里屯社区，六合，九江，万家丽路，四方坪，三台县。',
    'other words': '2024元旦，2024人道公益日，2024天心区，三五成群，万一，统一，十分，一方面，成千上万份。',
  };
  for (const [what, text] of Object.entries(refused)) {
    test(what, () => {
      assert.deepEqual(spans(text), []);
    });
  }
});

describe('the span', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['听众近60人。', '近60人'],
    ['发放400余份。', '400余份'],
    ['播放超过190万次。', '超过190万次'],
    ['占30%以上。', '30%以上'],
    ['共有共计达300人。', '300人'],
    ['增至41个。', '41个'],
    ['覆盖人群达到近2万人次。', '近2万人次'],
    ['受益群众１２万余人次。', '１２万余人次'],
    ['参与 1200 余人次。', '1200 余人次'],
    ['稿件1,570篇（条）。', '1,570篇（条）'],
    ['出动38台(次)。', '38台(次)'],
    ['投放两千三百余册。', '两千三百余册'],
    ['奖金1000元/人。', '1000元'],
    ['配备AED15台。', '15台'],
    ['林跃五33场。', '33场'],
    ['发放资料10万+份。', '10万+份'],
  ];
  for (const [text, span] of cases) {
    test(`${text} holds ${span}`, () => {
      assert.equal(only(text).text, span);
    });
  }
});

describe('the value', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['7万余份', 70_000, '份'],
    ['募集1061.23万元', 10_612_300, '元'],
    ['七成群众', 70, '%'],
    ['百分之九十六点五', 96.5, '%'],
    ['1.2亿次', 120_000_000, '次'],
    ['1亿3000万次', 130_000_000, '次'],
    ['三千余份', 3000, '份'],
    ['两千三百人', 2300, '人'],
    ['一万二千人', 12_000, '人'],
    ['二十六幅', 26, '幅'],
    ['历时两个半小时', 2.5, '个小时'],
    ['历时一年半', 1.5, '年'],
    ['3千余人', 3000, '人'],
    ['12万人口', 120_000, '人'],
    ['提高3.2个百分点', 3.2, '个百分点'],
    ['是去年的2.5倍', 2.5, '倍'],
    ['三百餘人次', 300, '人次'],
    ['增加１,０２４件', 1024, '件'],
  ];
  for (const [text, value, unit] of cases) {
    test(text, () => {
      const found = only(text);
      assert.deepEqual([found.value, found.unit], [value, unit]);
    });
  }

  test('万 and 亿 leave their scale behind, so that the written form can be rebuilt', () => {
    assert.deepEqual(
      ['7万余份', '1.2亿次', '两万三千人', '700份'].map((text) => only(text).scale),
      [10_000, 100_000_000, 10_000, undefined],
    );
  });

  test('ranges give both ends', () => {
    const cases: readonly (readonly [string, number, number])[] = [
      ['10-15场', 10, 15],
      ['10至15人', 10, 15],
      ['10场至15场', 10, 15],
      ['63%~68%', 63, 68],
      ['3-5万元', 30_000, 50_000],
      ['3万至5万人次', 30_000, 50_000],
      ['三四十人', 30, 40],
      ['五六千人', 5000, 6000],
      ['十七八个', 17, 18],
    ];
    for (const [text, low, high] of cases) {
      const found = only(text);
      assert.deepEqual([found.value, found.valueMax], [low, high], text);
    }
  });

  test('from 10 to 15 is a change of two numbers, not a range', () => {
    assert.deepEqual(spans('从10家增加到15家'), ['10家', '15家']);
    assert.deepEqual(spans('从10家到15家'), ['10家', '15家']);
  });
});

describe('the qualifier', () => {
  const cases: Readonly<Record<Quantity['qualifier'], readonly string[]>> = {
    approx_below: ['近60人', '将近60人', '接近60人', '近百场'],
    approx: ['约60人', '大约60人', '60人左右', '五六千人', '惠及百万人', '十来个', '约有60人'],
    more_than: [
      '60余人',
      '60多人',
      '超60人',
      '超过60人',
      '逾60人',
      '突破60人',
      '百余人',
      '数百人',
      '数万人',
      '几十人',
      '十几人',
      '过万人',
    ],
    at_least: [
      '60人以上',
      '不少于60人',
      '不下60人',
      '至少60人',
      '上千人',
      '上万人',
      '不低于60%',
      '至少开展2次',
      '每月至少要组织3场',
    ],
    at_most: ['60人以内', '不超过60人', '两分钟内', '100字以内', '每人限报1件', '每个单位限投2篇', '最多可报送3项'],
    less_than: ['不足60人', '不到60人', '少于60人'],
    exact: [
      '达60人',
      '共60人',
      '增至60人',
      '附近60人',
      '预约60人',
      '侦破60起',
      '通过60场',
      '10-15人',
      '有限公司3家',
      '最多的报了8篇',
    ],
    cumulative: ['累计60人', '至今已帮助60人', '近年来培养60人', '截至10月底，走访60户'],
  };
  for (const [qualifier, texts] of Object.entries(cases)) {
    for (const text of texts) {
      test(`${text} is ${qualifier}`, () => {
        assert.equal(only(text).qualifier, qualifier);
      });
    }
  }

  test('hedges that contradict each other leave an approximation and say so', () => {
    for (const text of ['近二十余人', '约30余人', '近30人左右']) {
      assert.deepEqual([only(text).qualifier, only(text).conflictingQualifiers], ['approx', true], text);
    }
    assert.equal(only('约30人左右').conflictingQualifiers, undefined);
  });

  test('数百 and 几十 are only magnitudes', () => {
    assert.equal(only('数百名群众').indefinite, true);
    assert.equal(only('几十位老人').indefinite, true);
    assert.equal(only('百余名群众').indefinite, undefined);
  });
});

describe('cumulative or of a period', () => {
  const flags = (text: string): boolean[] => readQuantities(text).map((one) => one.cumulative);

  test('an open or multi-year start runs on', () => {
    for (const text of [
      '自2018年以来，举办活动30场。',
      '去年以来，举办活动30场。',
      '近年来，举办活动30场。',
      '13年来，他帮教30人。',
      '三年里，救援30次。',
      '从2016年起，资助30人。',
      '成立以来，救援30次。',
      '到目前为止，走访企业30家。',
      '过去五年，资助30人。',
    ]) {
      assert.deepEqual(flags(text), [true], text);
    }
  });

  test('a closed year does not, even with 累计', () => {
    for (const text of [
      '今年以来，举办活动30场。',
      '全年累计举办活动30场。',
      '2023年，累计举办活动30场。',
      '三季度举办活动30场。',
    ]) {
      assert.deepEqual(flags(text), [false], text);
    }
  });

  test('截至 with a state is a stock', () => {
    for (const text of ['截至6月底，现有会员300名。', '截至目前，登记组织30个。', '截至2023年底，注册志愿者300人。']) {
      assert.deepEqual(flags(text), [false], text);
    }
    assert.deepEqual(flags('截至目前，已有30人参与。'), [true]);
  });

  test('累计 reaches over commas but not out of its bracket or over a semicolon', () => {
    assert.deepEqual(flags('累计举办讲座30场，覆盖200人；今日新增5场。'), [true, true, false]);
    assert.deepEqual(flags('新增捐献86例（累计624例），角膜捐献12例。'), [false, true, false]);
  });

  test('a hedged number keeps its hedge and is marked', () => {
    const found = only('自2018年以来，参与人数超3000万。');
    assert.deepEqual([found.qualifier, found.cumulative], ['more_than', true]);
  });

  test('shares, durations and rates do not run on', () => {
    assert.deepEqual(flags('近年来，满意率98%，历时3个月，每年开展3场。'), [false, false, false]);
  });

  test('what is added up within a named time is its total; an open start or none at all runs on', () => {
    const within = [
      '2024年累计宣讲60场',
      '1-10月，累计发稿60篇',
      '7月份累计走访60户',
      '自2024年1月1日至10月31日，累计刊稿60篇',
      '8月26日至30日，累计接待60人次',
    ];
    for (const text of within) assert.deepEqual([only(text).cumulative, only(text).qualifier], [false, 'exact'], text);
    const open = ['目前累计60人', '2024年7月以来，累计走访60户', '截至2024年10月底，累计宣讲60场'];
    for (const text of open)
      assert.deepEqual([only(text).cumulative, only(text).qualifier], [true, 'cumulative'], text);
  });
});

describe('hard cases of the rules', () => {
  test('8村1居 is two quantities', () => {
    assert.deepEqual(spans('驻村干部包联8村1居。'), ['8村', '1居']);
    assert.deepEqual(spans('来自两省三市的代表。'), ['两省', '三市']);
  });

  test('real things beside structure words', () => {
    assert.deepEqual(spans('设3个组别、4个乡镇、两个示范点、8个分主题活动。'), ['3个', '4个', '两个', '8个']);
    assert.deepEqual(spans('四个重点，四个重点村。'), ['四个']);
  });

  test('a number without a unit counts where a statistic is given', () => {
    assert.deepEqual(spans('参与人数超840万，阅读量达10万+，拨打110。'), ['超840万', '10万+']);
    assert.equal(only('200余师生参加。').unit, '');
  });

  test('durations that last, and limits', () => {
    assert.deepEqual(spans('历时3个月，从事志愿服务近13年，戒断3年以上，为期20天，限时两分钟内。'), [
      '3个月',
      '近13年',
      '3年以上',
      '20天',
      '两分钟内',
    ]);
  });

  test('kinds', () => {
    const kinds = (text: string): string[] => readQuantities(text).map((one) => one.kind);
    assert.deepEqual(kinds('30场，30万元，30%，30公里，历时30天，得分30分，30倍。'), [
      'count',
      'money',
      'percent',
      'measure',
      'duration',
      'score',
      'ratio',
    ]);
  });

  test('rates, shared numbers and plans', () => {
    assert.equal(only('平均每周来稿近百篇。').per, '每周');
    assert.equal(only('户均补贴3500元。').per, '每户');
    assert.equal(only('城东、城西、城南分会刊稿均为6篇。').appliesTo, 3);
    assert.equal(only('计划新建站点30个。').target, true);
    assert.equal(only('按计划，新建站点30个。').target, undefined);
    assert.deepEqual(
      readQuantities('大赛设一等奖3名、二等奖9名，评出优秀奖。').map((one) => one.target),
      [true, true],
    );
  });
});

describe('what is counted, and whose it is', () => {
  test('nouns behind, before, and as the verb', () => {
    const nouns = (text: string): string[] => readQuantities(text).map((one) => one.noun);
    assert.deepEqual(nouns('组织53名禁毒志愿者参加，发放宣传资料10万份，共宣讲194场。'), [
      '禁毒志愿者',
      '宣传资料',
      '宣讲',
    ]);
    assert.deepEqual(nouns('完成率137%，送上慰问金5万元。'), ['完成率', '慰问金']);
  });

  test('a list of persons: the person owns, the noun is the total’s', () => {
    const found = readQuantities('讲师共宣讲194场，其中，林跃33场、方群2场、林繁英34场。');
    assert.deepEqual(
      found.map((one) => [one.owner, one.noun]),
      [
        ['', '宣讲'],
        ['林跃', '宣讲'],
        ['方群', '宣讲'],
        ['林繁英', '宣讲'],
      ],
    );
  });

  test('goods in a list are no persons', () => {
    assert.deepEqual(
      readQuantities('发放药水800盒、毛巾1200条、单帐篷18顶。').map((one) => one.owner),
      ['', '', ''],
    );
  });

  test('分别 gives owners by place', () => {
    const found = readQuantities('东湖区、西湖区、青云县刊稿最多，分别刊稿825篇(条)、702篇(条)、422篇(条)。');
    assert.deepEqual(
      found.map((one) => one.owner),
      ['东湖区', '西湖区', '青云县'],
    );
  });

  test('owners nest: the paragraph’s unit, then the street', () => {
    const found = readQuantities('东湖区:组织讲座5场。\n东湖区：石桥街道分会长刊稿12篇；河西镇分会长刊稿3篇。');
    assert.deepEqual(
      found.map((one) => one.owner),
      ['东湖区', '石桥街道', '河西镇'],
    );
  });

  test('aliases give the unit that holds on the day', () => {
    const aliases = [
      { name: '岳西区', unit: 'new', from: '2020-01-01' },
      { name: '岳西区', unit: 'old', to: '2019-12-31' },
    ];
    const owner = (on: string): string | undefined => readQuantities('岳西区:讲座5场。', { aliases, on })[0]?.owner;
    assert.deepEqual([owner('2018-05-01'), owner('2024-05-01')], ['old', 'new']);
  });
});
