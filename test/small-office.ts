import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { Secret, TOTP } from 'otpauth';
import { insertAccount } from '#domain/access/accounts.ts';
import { hashPassword } from '#domain/access/passwords.ts';
import type { Role } from '#domain/access/policy.ts';
import { makeBox } from '#domain/access/secret-box.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { makeApi } from '#http/api.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { writeOrganisation } from './organisation.ts';

export const password = 'rain on the old roof';

/** The invented organisation behind its API, a clock that stands still, and people who come to the door. */
export interface Office {
  readonly database: TestDatabase;
  readonly organisation: Organisation;
  /** What was logged so far. */
  readonly lines: readonly string[];
  setClock(moment: string): void;
  wait(seconds: number): void;
  /** A new account, its only post held from 2012 on. */
  hire(role: Role, unit: string, more?: { readonly to?: string; readonly demo?: boolean }): Promise<Person>;
  /** Another browser of somebody who has an account, or will have. */
  person(username: string): Person;
}

export async function openOffice(): Promise<Office> {
  const database = await freshDatabase();
  const organisation = await writeOrganisation(database);
  const lines: string[] = [];
  let clock = new Date('2024-11-19T02:00:00Z');
  const api = makeApi(database, {
    now: () => clock,
    secrets: makeBox(randomBytes(32)),
    logLevel: 'debug',
    logTo: { write: (line: string) => void lines.push(line) },
  });
  const door: Door = {
    app: new Hono().route('/api', api),
    now: () => clock,
    wait: (seconds) => {
      clock = new Date(clock.getTime() + seconds * 1000);
    },
  };
  // Slow on purpose, so it is made once.
  const hash = await hashPassword(password);
  let number = 0;
  return {
    database,
    organisation,
    lines,
    setClock: (moment) => {
      clock = new Date(moment);
    },
    wait: door.wait,
    async hire(role, unit, { to, demo = false } = {}) {
      const username = `person${number++}`;
      const unitId = organisation.tree.find(unit)!.id;
      const posts = [{ role, unitId, from: day('2012-01-01'), to: to === undefined ? null : day(to) }];
      const account = { username, name: `${username}的人`, posts, demo };
      const id = await database.system.transaction().execute((tx) => insertAccount(tx, account, hash));
      return new Person(door, username, id);
    },
    person: (username) => new Person(door, username, 0),
  };
}

interface Door {
  readonly app: Hono;
  now(): Date;
  wait(seconds: number): void;
}

export interface Answer {
  readonly status: number;
  /** Code of the first problem, and of all. */
  readonly code: string | undefined;
  readonly codes: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** A browser with one cookie, and its owner's authenticator. */
export class Person {
  readonly username: string;
  readonly id: number;
  readonly #door: Door;
  cookie = '';
  authenticator: TOTP | undefined;

  constructor(door: Door, username: string, id: number) {
    this.#door = door;
    this.username = username;
    this.id = id;
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.#door.app.request(`http://localhost/api${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const set = answer.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0]!;
    const text = await answer.text();
    if (!answer.headers.get('content-type')?.includes('json'))
      return { status: answer.status, code: undefined, codes: [], body: text };
    const told = JSON.parse(text) as { code?: string; problems?: { code: string }[] };
    return { status: answer.status, code: told.code, codes: (told.problems ?? []).map((one) => one.code), body: told };
  }

  signIn(given = password): Promise<Answer> {
    return this.ask('POST', '/session', { username: this.username, password: given });
  }

  /** Sets the second step up and returns the recovery codes; somebody signed in gives the password again. */
  async enrol(given?: string): Promise<string[]> {
    const begun = await this.ask('POST', '/session/second-factor', given === undefined ? {} : { password: given });
    assert.equal(begun.status, 200, JSON.stringify(begun.body));
    assert.match(begun.body.qr, /^<svg/);
    this.authenticator = new TOTP({ secret: Secret.fromBase32(begun.body.secret.replaceAll(' ', '')) });
    const done = await this.ask('PUT', '/session/second-factor', { code: this.code() });
    assert.equal(done.status, 200, JSON.stringify(done.body));
    return done.body.recoveryCodes;
  }

  /** The authenticator's code, now or so many half minutes from now. */
  code(offset = 0): string {
    return this.authenticator!.generate({ timestamp: this.#door.now().getTime() + offset * 30_000 });
  }

  /** All the way in. */
  async enter(given = password): Promise<this> {
    const { body } = await this.signIn(given);
    if (body.step === 'enrol') await this.enrol();
    else if (body.step === 'code') {
      this.#door.wait(30);
      assert.equal((await this.ask('POST', '/session/code', { code: this.code() })).status, 200);
    }
    assert.equal((await this.ask('GET', '/session/step')).body.step, 'done', JSON.stringify(body));
    return this;
  }
}
