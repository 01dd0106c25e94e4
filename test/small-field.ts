import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createAccount, readActor } from '#domain/access/accounts.ts';
import type { Actor, Role } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { returnRecord } from '#domain/records/actions.ts';
import { makeField } from '#field/field.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { writeOrganisation } from './organisation.ts';
import { temporaryFolder } from './temporary.ts';

const now = new Date('2024-11-19T08:00:00Z');
const today = day('2024-11-19');
export const password = 'a good long password';
const hired: readonly (readonly [username: string, role: Role, unit: string])[] = [
  ['pine', 'reporter', 'pine'],
  ['pine2', 'reporter', 'pine'],
  ['ferry', 'reporter', 'ferry'],
  ['east', 'clerk', 'east'],
  ['auditor', 'auditor', 'lake'],
];

type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

export interface SmallField {
  readonly database: TestDatabase;
  readonly photos: PhotoFiles;
  get(path: string, by?: string): Promise<Response>;
  post(path: string, fields: Fields, by?: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends texts and files as a form of many parts. */
  upload(
    path: string,
    parts: readonly (readonly [string, string | File])[],
    by: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  actor(username: string): Promise<Actor>;
  /** Gives a record back as the district's clerk. */
  sendBack(id: number, reason: string): Promise<void>;
}

/** The phone forms of the invented organisation on a day of November 2024, asked without a browser. */
export async function openField(): Promise<SmallField> {
  const database = await freshDatabase();
  const { tree } = await writeOrganisation(database);
  for (const [username, role, unit] of hired) {
    const posts = [{ role, unitId: tree.find(unit)!.id, from: day('2012-01-01') }];
    await createAccount(database.system, { username, name: `${username}的人`, password, posts, demo: true });
  }
  const photos = new PhotoFiles(join(temporaryFolder('photos'), 'photos'));
  const field = makeField(database, photos, { now: () => now, report: (error) => assert.fail(String(error)) });
  const cookies = new Map<string, string>();

  const post: SmallField['post'] = async (path, fields, by, headers = {}) => {
    const pairs = Array.isArray(fields) ? (fields as [string, string][]) : Object.entries(fields);
    return await field.request(path, {
      method: 'POST',
      body: new URLSearchParams(pairs),
      headers: { ...(by !== undefined && { cookie: await cookieOf(by) }), ...headers },
    });
  };
  const cookieOf = async (username: string): Promise<string> => {
    const known = cookies.get(username);
    if (known) return known;
    const response = await post('/sign-in', { username, password, to: '/field' });
    assert.equal(response.status, 303);
    const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
    cookies.set(username, cookie);
    return cookie;
  };
  const actor = async (username: string): Promise<Actor> => {
    const found = database.system.selectFrom('account').select('id').where('username', '=', username);
    return (await readActor(database.system, (await found.executeTakeFirstOrThrow()).id, today))!;
  };
  return {
    database,
    photos,
    get: async (path, by) =>
      await field.request(path, { headers: by === undefined ? {} : { cookie: await cookieOf(by) } }),
    post,
    upload: async (path, parts, by, headers = {}) => {
      const body = new FormData();
      for (const [name, value] of parts) body.append(name, value);
      return await field.request(path, { method: 'POST', body, headers: { cookie: await cookieOf(by), ...headers } });
    },
    actor,
    sendBack: async (id, reason) => {
      const clerk = await actor('east');
      await asActor(database, clerk, (tx) => returnRecord(tx, clerk, id, reason));
    },
  };
}

/** A lecture of the pine street as its form sends it. */
export function lectureForm(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...{
      key: `key-${Math.random()}`,
      by: 'pine',
      act: 'send',
      day: '2024-11-19',
      title: '社区急救宣讲',
      'c.venue': 'community',
    },
    ...{ place_pick: '', place: '松林社区', 'm.attendance': '40', narrative: '', ...changes },
  };
}

/** The record that the answer leads to. */
export async function idOf(response: Response): Promise<number> {
  assert.equal(response.status, 303, await response.clone().text());
  return Number(/records\/(\d+)/.exec(response.headers.get('location')!)![1]);
}
