import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hedged } from '#domain/figures/hedge.ts';
import { districts, type Filter, kindOf, pack, period, recordOf, total, verified } from './demo-totals.ts';

const sessions = (filter: Filter) => total('publicity.sessions', period, filter);
const aid = (under: string, field: string) => total(`assistance.${field}`, period, { under });

test('publicity: what the city association and its industry branches state', () => {
  const stated: [key: string, field: string, text: string][] = [
    ['xc-cs-qingchun', 'reach', '2000万余'],
    ['xc-cs-zouwa', 'attendance', '近8000'],
    ['xc-cs-zouwa', 'households', '近4000'],
    ['xc-cs-tushuche', 'reach', '4万余'],
    ['xc-cs-haibao', 'entries', '3000余'],
    ['xc-cs-haibao', 'views', '1900万余'],
    ['xc-jiaotong-yanlian', 'attendance', '110余'],
    ['xc-youzheng-zhanting', 'attendance', '500余'],
  ];
  for (const [key, field, text] of stated) {
    assert.equal(hedged(recordOf(key).measures[field]!, ''), text, `${key} ${field}`);
  }
  assert.equal(recordOf('xc-cs-tushuche').measures.sessions, 54);
  assert.equal(recordOf('xc-cs-zhibo').measures.sessions, 6);
  assert.equal(recordOf('xc-mama-chaojilaosheng').measures.attendance, 53);
});

test('publicity: what the districts state', () => {
  const opening = { theme: 'school_opening' };
  assert.equal(hedged(sessions({ under: 'xj', classes: opening }), '场'), '100余场');
  const streets = streetsOf('xj').filter((under) => sessions({ under, classes: opening }) > 0);
  assert.equal(streets.length, 24);
  const live = recordOf('xc-xj-douyin').measures;
  assert.deepEqual([live.sessions, live.views, live.likes], [6, 184_000, 750_000]);

  const stalls: Filter = { under: 'kf', classes: { activity: 'stall' } };
  assert.equal(hedged(sessions(stalls), '场'), '160余场');
  assert.equal(hedged(total('publicity.copies', period, stalls), '份'), '10万余份');

  assert.equal(sessions({ under: 'yh' }), 272);

  assert.equal(hedged(sessions({ under: 'ly', classes: opening }), '场'), '300余场');
  const talks = sessions({ under: 'ly', classes: { activity: 'talk_heart' } });
  assert.ok(talks > 10 && talks < 20);

  const lessons = sessions({ under: 'nx', classes: opening });
  assert.ok(lessons > 95 && lessons < 100);
  assert.equal(hedged(sessions({ under: 'nx' }), '场'), '近100场');
  assert.equal(streetsOf('nx').filter((under) => sessions({ under, classes: opening }) > 0).length, 29);
});

test('assistance: what the districts state', () => {
  assert.deepEqual([aid('fr', 'placed'), aid('fr', 'visited')], [1, 20]);
  assert.deepEqual([aid('tx', 'helped'), aid('tx', 'visits')], [62, 32]);
  assert.deepEqual([aid('kf', 'visits'), aid('kf', 'placed')], [4, 1]);
  assert.deepEqual(
    ['talks', 'visited', 'helped', 'placed'].map((field) => aid('yh', field)),
    [10, 9, 3, 2],
  );
  assert.equal(aid('wc', 'helped'), 92);
  assert.deepEqual(
    ['talks', 'visited', 'households', 'goods'].map((field) => aid('csx', field)),
    [21, 96, 45, 154],
  );
  assert.equal(hedged(aid('csx', 'money') / 100, '元'), '5万余元');
  assert.equal(hedged(aid('ly', 'households'), '户'), '200余户');
});

test('highlights: lectures of the summer stand beside the corps table, not in it', () => {
  const summer = (under: string): Filter => ({ under, classes: { theme: 'youth' } });
  assert.equal(total('lecture.sessions', period, summer('yh')), 55);
  assert.equal(hedged(total('lecture.attendance', period, summer('yh')), '人次'), '8000余人次');
  assert.equal(streetsOf('yh').filter((under) => total('lecture.sessions', period, summer(under)) > 0).length, 13);
  assert.equal(hedged(total('lecture.sessions', period, summer('nx')), '场'), '50余场');
  assert.equal(hedged(total('publicity.copies', period, { under: 'nx' }), '份'), '2万余份');
  for (const record of verified) {
    if (record.classes.theme !== 'youth' || record.kind !== 'lecture') continue;
    assert.ok(
      record.hosts.every((host) => kindOf.get(host) !== 'corps'),
      record.key,
    );
  }
});

test('every district has a highlight, and a contribution of its own to publicity and assistance', () => {
  const told = verified.filter((record) => !record.generated);
  for (const under of districts) {
    const own = told.filter((record) => record.hosts[0] === under || record.hosts[0]!.startsWith(`${under}-`));
    assert.ok(
      own.some((record) => record.highlight),
      `${under} highlight`,
    );
    for (const kind of ['publicity', 'assistance']) {
      assert.ok(
        own.some((record) => record.kind === kind && !record.highlight),
        `${under} ${kind}`,
      );
    }
  }
});

test('joint events have their hosts in several districts and count once for the city', () => {
  const training = recordOf('xc-yizhidu-peixun');
  for (const under of ['cs', ...districts]) {
    assert.equal(sessions({ under, also: (record) => record === training }), 1, under);
  }
  const visit = recordOf('jl-cs-jijinhui');
  for (const under of ['cs', 'kf', 'tx', 'wc']) {
    assert.equal(total('exchange.sessions', period, { under, also: (record) => record === visit }), 1, under);
  }
});

test('accounts are told in the pack’s own way', () => {
  const names = pack.units.map((unit) => unit.name);
  for (const record of verified.filter((one) => !one.generated)) {
    const { length } = record.narrative;
    assert.ok(length >= 40 && length <= 160, `${record.key} has ${length} characters`);
    assert.ok(record.narrative.endsWith('。'), record.key);
    assert.ok(!names.some((name) => record.narrative.startsWith(name)), record.key);
  }
});

function streetsOf(district: string): string[] {
  return pack.units.filter((unit) => unit.parent === district && unit.kind === 'branch').map((unit) => unit.code);
}
