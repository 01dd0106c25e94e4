import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProblemError } from '#kernel/problem.ts';
import type { Pack } from './model.ts';
import { readPack } from './read.ts';

type PackFiles = Readonly<Record<string, string>>;

const label = '{ zh: 甲, en: A }';
const family = (code: string, classes: string) => `- family: ${code}
  title: ${label}
  lists:
    - { code: ${code.replace('_', '-')}-1, title: ${label}, valid_from: 2020-01-01, classes: [${classes}] }
`;

/** The smallest pack that uses everything a pack may hold; tests change one file of it. */
export const smallPack: PackFiles = {
  'pack.yaml': `code: small
title: ${label}
root: a
site: { organisation: ${label}, contact: 电话, links: [{ title: 友邻, url: "https://example.org/" }] }
demo:
  today: 2024-12-01
  rounds:
    - { code: r1, title: 小结, unit: a, window: 2024-07-01..2024-10-31, windows: { media: 2024-06-26..2024-10-31 }, published: false }
  accounts:
    - { username: anna, name: 安娜, role: secretary, unit: a, password: not-a-secret }
`,
  'units.csv': `code,parent,kind,name,short,valid_from,valid_to,division_code,aliases,note
a,,association,市协会,市,2012-01-01,,430100,,
a-b,a,association,区协会,区,2012-01-01,,430101,老区@~2019-12-31,
a-b-c,a-b,branch,街道分会,街道,2020-01-01,2024-09-30,430101001,,
a-t,a,corps,讲师团,讲师团,2012-01-01,,,,
`,
  'classes.yaml': `${family('venue', `{ code: school, label: ${label} }, { code: other, label: ${label} }`)}${family('media_level', `{ code: high, label: ${label} }`)}${family('channel', `{ code: site, label: ${label} }`)}`,
  'measures.yaml': `- { code: lecture.sessions, label: ${label}, unit: 场, additive: sum, claimed: false, default: 1 }
- { code: lecture.attendance, label: ${label}, unit: 人次, additive: sum, claimed: false }
- { code: lecture.people, label: ${label}, unit: 人, additive: distinct, claimed: false }
`,
  'people.csv': 'code,name,generated,note\np-one,讲师,true,\n',
  'posts.csv': 'person,unit,role,valid_from,valid_to\np-one,a-t,lecturer,2024-01-01,\n',
  'outlets.csv': 'code,name,level,valid_from,valid_to,aliases\no-1,日报,high,2020-01-01,,日报客户端\n',
  'columns.yaml': `- code: news
  title: ${label}
  children:
    - { code: a-b, title: ${label}, unit: a-b }
`,
  'sections.yaml': `code: summary
title: 小结
windows: { media: same }
sections:
  - code: one
    title: 第一部分
    blocks:
      - { type: paragraph, text: "共{lecture.sessions|venue=school@media}。" }
`,
  'demo/one.yaml': `records:
  - key: l-1
    kind: lecture
    hosts: [a-t, a-b-c]
    from: 2024-09-01
    to: 2024-09-02
    title: 宣讲
    classes: { venue: school }
    measures: { attendance: 40 }
    people: [{ person: p-one, role: lecturer }]
    narrative: 到场{attendance}。
  - key: m-1
    kind: placement
    hosts: [a]
    from: 2024-09-03
    to: 2024-09-03
    title: 刊发
    classes: { media_level: high }
    fields: { outlet: o-1 }
spreads:
  - key: s
    seed: 1
    kind: lecture
    window: 2024-07-01..2024-09-30
    records: 4
    hosts: [{ under: a, kind: branch }]
    measures: { attendance: { total: 100, min: 10, max: 40 } }
    classes: { venue: other }
    texts: [{ titles: [课], narratives: ["{attendance}听讲"] }]
articles:
  - { code: n-1, column: news, unit: a, title: 新闻, published_at: "2024-09-03T10:00:00+08:00", body: [一段], record: m-1 }
commitments:
  - { code: c-1, unit: a, title: 换届 }
`,
};

/** The small pack with parts of one file replaced. */
export function changed(file: string, ...swaps: [old: string, by: string][]): Record<string, string> {
  const content = swaps.reduce((text, [old, by]) => {
    assert.ok(text.includes(old), `${file} holds no “${old}”`);
    return text.replace(old, () => by);
  }, smallPack[file]!);
  return { ...smallPack, [file]: content };
}

/** Runs an act on a folder that holds the files, and removes it. */
export function withPack<T>(files: Readonly<Record<string, string | Uint8Array>>, act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'taizhang-pack-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is wrong with the files, as `place code`; empty when they can be read. */
export function wrongIn(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  const read = (folder: string): Pack | readonly string[] => {
    try {
      return readPack(folder);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return error.problems.map(({ code, place }) => `${place} ${code}`);
    }
  };
  const outcome = withPack(files, read);
  return Array.isArray(outcome) ? outcome : [];
}
