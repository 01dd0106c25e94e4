import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { hedged } from '#domain/figures/hedge.ts';
import { readDemo } from './demo.ts';
import type { DemoRecord } from './demo-record.ts';
import { districts, type Filter, folder, kindOf, pack, period, total, verified } from './demo-totals.ts';

const media = '2024-06-26..2024-10-31';
const tenMonths = '2024-01-01..2024-10-31';
const yearToDate = '2024-01-01..2024-11-19';

test('unfinished records count nowhere', () => {
  const unfinished = pack.demo.records.filter((record) => record.status !== 'verified');
  assert.deepEqual([...new Set(unfinished.map((record) => record.status))].sort(), ['draft', 'returned', 'submitted']);
  for (const record of unfinished) assert.ok(record.generated && record.to >= '2024-10-01');
});

test('nothing counted is later than the day the demo stands at', () => {
  for (const record of pack.demo.records) assert.ok(record.to <= pack.today);
});

test('lectures: every corps holds as many as the table says, with as many reports', () => {
  const table = {
    cs: [94, 53],
    xj: [82, 15],
    fr: [40, 20],
    tx: [65, 50],
    kf: [57, 16],
    yh: [44, 6],
    csx: [47, 190],
    wc: [68, 24],
    ly: [125, 45],
    nx: [187, 31],
  };
  for (const [code, [sessions, reports]] of Object.entries(table)) {
    const under = `${code}-corps`;
    assert.equal(total('lecture.sessions', period, { under }), sessions, under);
    assert.equal(total('lecture.reports', period, { under }), reports, under);
  }
  const corps = (record: DemoRecord) => kindOf.get(record.hosts[0]!) === 'corps';
  assert.equal(total('lecture.sessions', period, { also: corps }), 809);
  assert.equal(total('lecture.reports', period), 450);
});

test('lectures: the outlets named in the table stand on lectures that were reported', () => {
  const named = (corps: string) =>
    new Set(
      verified
        .filter((one) => one.hosts[0] === corps && one.to >= '2024-07-01' && one.to <= '2024-10-31')
        .flatMap((one) => one.fields.outlets ?? []),
    );
  assert.equal(named('cs-corps').size, 8);
  assert.equal(named('tx-corps').size, 12);
  assert.deepEqual(
    [...named('csx-corps')].sort(),
    ['中国禁毒微博', '今日头条', '华声在线', '在星沙', '掌上星沙', '新湖南', '湖南禁毒', '红网'].sort(),
  );
  assert.deepEqual([...named('kf-corps')], ['今日头条']);
  for (const record of verified) if (record.fields.outlets) assert.ok(record.measures.reports! > 0);
});

test('lectures: the city corps by lecturer and by venue, in the year to 19 November', () => {
  const under = 'cs-corps';
  const lecturers = {
    zhouyuewu: 33,
    shenqunyi: 2,
    matao: 5,
    zhaolan: 5,
    mengfanying: 34,
    chenxiangjiang: 10,
    momina: 5,
    liuqian: 60,
    qinhanbing: 4,
    yangfan: 3,
    huangxiaomo: 2,
    daijing: 8,
    liutao: 23,
  };
  for (const [name, count] of Object.entries(lecturers)) {
    assert.equal(total('lecture.sessions', yearToDate, { under, person: `p-${name}` }), count, name);
  }
  const venues = { school: 78, community: 23, network: 10, industry: 41, venue: 10, other: 32 };
  for (const [venue, count] of Object.entries(venues)) {
    assert.equal(total('lecture.sessions', yearToDate, { under, classes: { venue } }), count, venue);
  }
  assert.equal(total('lecture.sessions', yearToDate, { under }), 194);
  assert.equal(hedged(total('lecture.attendance', yearToDate, { under }), '人次'), '5万余人次');
});

test('media: 1570 pieces by level, 241 of them in the county column', () => {
  const levels = {
    central_mainstream: 2,
    central_other: 14,
    central_new: 11,
    provincial_mainstream: 5,
    online: 1504,
    other_mainstream: 4,
    self_media: 30,
  };
  for (const [level, count] of Object.entries(levels)) {
    assert.equal(total('placement.pieces', media, { classes: { media_level: level } }), count, level);
  }
  assert.equal(total('placement.pieces', media), 1570);
  const column = (record: DemoRecord) => record.fields.outlet === 'o-zaixingsha';
  assert.equal(total('placement.pieces', media, { under: 'csx', also: column }), 241);
  assert.equal(total('placement.pieces', media, { also: column }), 241);
});

test('media: every piece has the level of its outlet', () => {
  const levelOf = new Map(pack.outlets.map((outlet) => [outlet.code, outlet.level]));
  for (const record of pack.demo.records) {
    if (record.kind === 'placement') assert.equal(levelOf.get(record.fields.outlet!), record.classes.media_level);
  }
});

test('articles: totals and the first three on the site, on WeChat and for branch presidents', () => {
  const first = (classes: Record<string, string>) =>
    ranking(districts, (under) => total('article.pieces', tenMonths, { under, classes })).slice(0, 4);
  const [site, wechat, presidents] = [
    { channel: 'site' },
    { channel: 'wechat' },
    { featured_role: 'branch_president' },
  ].map(first);
  assert.equal(total('article.pieces', tenMonths, { classes: { channel: 'site' } }), 3196);
  assert.equal(total('article.pieces', tenMonths, { classes: { channel: 'wechat' } }), 920);
  assert.deepEqual(site!.slice(0, 3), [
    ['xj', 825],
    ['yh', 702],
    ['nx', 422],
  ]);
  assert.deepEqual(wechat!.slice(0, 3), [
    ['xj', 215],
    ['yh', 144],
    ['kf', 137],
  ]);
  assert.deepEqual(presidents!.slice(0, 3), [
    ['xj', 483],
    ['kf', 178],
    ['nx', 129],
  ]);
  assert.ok(site![3]![1] < 422 && wechat![3]![1] < 137 && presidents![3]![1] < 129);
});

test('articles: the streets named, ties kept, are the highest of their district', () => {
  const named: Record<string, Record<string, number>> = {
    xj: { leifeng: 121, baima: 85, dongfanghong: 28 },
    fr: { dingwangtai: 4, wulipai: 4, huoxing: 4 },
    tx: { pozijie: 24, muyun: 19, xinkaipu: 15 },
    kf: { laodaohe: 63, shaping: 27, qingshuitang: 18 },
    yh: { jingwanzi: 11 },
    wc: { wushan: 34, yueliangdao: 31, qiaoyi: 6 },
    csx: { kaihui: 29, jinjing: 10, changlong: 7 },
    ly: { dahu: 8, dayao: 6, yongan: 6, beisheng: 5, yonghe: 5 },
    nx: { hengshi: 14, huitang: 11, yutan: 7, xiaduopu: 7, longtian: 7, huangcai: 7, qingshanqiao: 7 },
  };
  const classes = { featured_role: 'branch_president' };
  for (const [district, streets] of Object.entries(named)) {
    const branches = pack.units
      .filter((unit) => unit.parent === district && unit.kind === 'branch')
      .map((unit) => unit.code);
    const ranked = ranking(branches, (under) => total('article.pieces', tenMonths, { under, classes }));
    const expected = Object.entries(streets).map(([street, count]) => [`${district}-${street}`, count]);
    assert.deepEqual(ranked.slice(0, expected.length).sort(), expected.sort(), district);
    const lowest = Math.min(...Object.values(streets));
    for (const [street, count] of ranked.slice(expected.length)) assert.ok(count < lowest, street);
    // Three places are shown; whoever shares one of them is named.
    const places = new Set(ranked.map(([, count]) => count));
    assert.equal(Math.min(3, places.size), new Set(Object.values(streets)).size, district);
  }
});

test('articles: what is said of the districts’ choice of people is true', () => {
  const share = (under: string, ...roles: string[]) => {
    const of = (filter: Filter) => total('article.pieces', tenMonths, { under, ...filter });
    return (
      roles.reduce((sum, role) => sum + of({ classes: { featured_role: role } }), 0) /
      of({ also: (record) => record.classes.featured_role !== 'none' })
    );
  };
  assert.ok(share('xj', 'branch_president') > 0.5);
  assert.ok(share('yh', 'station_head', 'volunteer') > 0.9);
  assert.ok(share('wc', 'social_worker') > 0.5);
  assert.ok(share('csx', 'lecturer') > share('csx', 'branch_president'));
});

test('reading the demo stays fast', () => {
  const children = Map.groupBy(pack.units, (unit) => unit.parent);
  const under = (code: string): string[] =>
    (children.get(code) ?? []).flatMap((unit) => [unit.code, ...under(unit.code)]);
  const context = {
    unitsUnder: (code: string, kind?: string) =>
      under(code).filter((one) => kind === undefined || kindOf.get(one) === kind),
    nameOf: (code: string) => code,
  };
  const before = process.cpuUsage();
  const { records } = readDemo(join(folder, 'demo'), context);
  const { user } = process.cpuUsage(before);
  assert.equal(records.length, pack.demo.records.length);
  assert.ok(user < 1_500_000, `${user / 1000} ms of processor time`);
});

/** Units with what they count, the highest first; those with nothing are left out. */
function ranking(units: readonly string[], count: (unit: string) => number): [string, number][] {
  return units
    .map((unit): [string, number] => [unit, count(unit)])
    .filter(([, value]) => value > 0)
    .sort((a, b) => b[1] - a[1]);
}
