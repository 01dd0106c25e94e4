import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packFolder } from '../config.ts';
import { readPack } from './read.ts';

const changsha = readPack(packFolder('changsha'));
const hongshan = readPack(packFolder('hongshan'));
const { units, catalogue } = changsha;

test('Changsha: nine districts in the order of the summary, with their branches', () => {
  const districts = units.filter((unit) => unit.parent === 'cs' && unit.kind === 'association');
  assert.deepEqual(
    districts.map((unit) => [
      unit.short,
      units.filter((one) => one.parent === unit.code && one.kind === 'branch').length,
    ]),
    [
      ['湘江新区', 24],
      ['芙蓉区', 13],
      ['天心区', 14],
      ['开福区', 16],
      ['雨花区', 13],
      ['望城区', 11],
      ['长沙县', 18],
      ['浏阳市', 32],
      ['宁乡市', 29],
    ],
  );
  assert.equal(units.filter((unit) => unit.kind === 'corps').length, 10);
});

test('Changsha: every unit that the summary names is there, by name, short form or alias, under its district', () => {
  const named: Record<string, string> = {
    cs: '市协会 妈妈分会 易制毒分会 交通分会 邮政分会 娱乐分会 市讲师团 德望大叔禁毒工作室 长沙市禁毒教育基地 禁毒展厅基地 长沙市社会禁毒协会',
    xj: '湘江新区 湘江新区讲师团 蓝结家园 雷锋街道 白马街道 东方红街道',
    fr: '芙蓉区 芙蓉区讲师团 文艺新村社区 育英学校 定王台街道 五里牌街道 火星街道 芙蓉区社会禁毒协会',
    tx: '天心区 天心区讲师团 坡子街街道 坡子街街道分会 暮云街道 新开铺街道 天剑社区 爸爸妈妈志愿者禁毒分会',
    kf: '开福区 开福区讲师团 开福区妇联禁毒工作站 开福区妈妈禁毒分会 捞刀河街道 沙坪街道 清水塘街道 望麓园中山路社区',
    yh: '雨花区 雨花区讲师团 井湾子街道',
    wc: '望城区 望城区讲师团 望城区高塘岭禁毒工作中心 望城区禁毒主题公园 斑马湖禁毒公园 乌山街道 月亮岛街道 桥驿镇',
    csx: '长沙县 长沙县讲师团 开慧镇 金井镇 长龙街道',
    ly: '浏阳市 浏阳市讲师团 达浒镇 大瑶镇 永安镇 北盛镇 永和镇',
    nx: '宁乡市 宁乡市讲师团 宁乡市社会禁毒协会 横市镇 灰汤镇 玉潭街道 夏铎铺镇 龙田镇 黄材镇 青山桥镇',
  };
  for (const [district, names] of Object.entries(named)) {
    const inside = units.filter((unit) => unit.code === district || unit.code.startsWith(`${district}-`));
    for (const name of names.split(' ')) {
      const found = inside.filter((unit) =>
        [unit.name, unit.short, ...unit.aliases.map((alias) => alias.name)].includes(name),
      );
      assert.equal(found.length, 1, `${name} under ${district}: ${found.map((unit) => unit.code).join(' ')}`);
    }
  }
});

test('Changsha: names of other times lead to the unit of now', () => {
  const aliasOf = (code: string, name: string) =>
    units.find((unit) => unit.code === code)?.aliases.find((alias) => alias.name === name);
  assert.deepEqual(aliasOf('xj', '岳麓区'), { name: '岳麓区', from: '2012-01-01', to: '2022-12-31' });
  assert.deepEqual(aliasOf('ly-jiaoxi', '蕉溪乡'), { name: '蕉溪乡', from: null, to: '2018-06-29' });
  assert.equal(units.find((unit) => unit.code === 'xj')?.validFrom, '2023-01-01');
});

test('Changsha: the thirteen lecturers by name, and three whom the source does not name', () => {
  const corps = changsha.posts
    .filter((post) => post.unit === 'cs-corps' && post.role === 'lecturer')
    .map((post) => post.person);
  const lecturers = changsha.people.filter((person) => corps.includes(person.code));
  const named = lecturers.filter((person) => !person.generated).map((person) => person.name);
  assert.deepEqual(named, '周跃五 申群翼 马滔 赵兰 孟繁英 陈湘江 莫米娜 刘骞 覃汉兵 杨帆 黄晓妺 戴鲸 刘涛'.split(' '));
  assert.equal(lecturers.length, 16);
  assert.ok(lecturers.filter((person) => person.generated).every((person) => person.name.includes('未具名')));
});

test('Changsha: every outlet of the summary is known by the name it has there', () => {
  const names = new Set(changsha.outlets.flatMap((outlet) => [outlet.name, ...outlet.aliases]));
  const named =
    '中华人民共和国司法部 新湖南 湖南禁毒微博 中共长沙市委老干部局官网 红网 长沙市社会禁毒协会官网 微信公众号 抖音(文娱长沙) 岳麓禁毒微信公众号 抖音(岳麓禁毒) 今日头条 芙蓉区社会禁毒协会微信公众号 湖南日报 新浪新闻 腾讯新闻 搜狐新闻 凤凰新闻 网易新闻 华声在线 湖南教育电视台 湖南法制报 中国网 中国禁毒微博 湖南禁毒 在星沙 《在星沙》 掌上星沙';
  for (const name of named.split(' ')) assert.ok(names.has(name), name);
});

test('Changsha: six venue classes this year, seven the next', () => {
  const of = (on: string) => catalogue.family('venue')!.lists.find((list) => list.code === on)!;
  assert.equal(of('liujin-2024').classes.filter((one) => one.code !== 'other').length, 6);
  assert.equal(of('qijin-2025').classes.filter((one) => one.code !== 'other').length, 7);
  assert.ok(changsha.classMaps.some(({ from, to }) => from.list === 'liujin-2024' && to.list === 'qijin-2025'));
  assert.equal(catalogue.family('media_level')!.lists[0]!.classes.length, 7);
});

test('Changsha: a column for every district and every branch', () => {
  const columns = new Set(changsha.columns.flatMap((column) => column.unit ?? []));
  for (const unit of units) {
    if (unit.kind === 'branch' || (unit.kind === 'association' && unit.code !== 'cs'))
      assert.ok(columns.has(unit.code), unit.code);
  }
});

test('the second pack shares no unit, class list or counter of the first but reads by the same code', () => {
  assert.equal(hongshan.units.filter((unit) => unit.parent === 'hs' && unit.kind === 'association').length, 3);
  assert.equal(hongshan.units.filter((unit) => unit.kind === 'branch').length, 12);
  const codes = new Set(units.map((unit) => unit.code));
  assert.ok(hongshan.units.every((unit) => !codes.has(unit.code)));
  const counters = new Set(changsha.measures.map((measure) => measure.unit));
  assert.deepEqual(
    ['期', '毫升', '箱', '则'].map((unit) => [
      hongshan.measures.some((measure) => measure.unit === unit),
      counters.has(unit),
    ]),
    [
      [true, false],
      [true, false],
      [true, false],
      [true, false],
    ],
  );
  const { length } = hongshan.demo.records;
  assert.ok(length >= 60 && length <= 100, `${length} records`);
});
