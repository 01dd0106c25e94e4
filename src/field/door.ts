import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Database } from '#db/open.ts';
import type { AccountView } from '#domain/access/accounts.ts';
import { deviceInWords } from '#domain/access/device.ts';
import { type Admission, admit, type Time } from '#domain/access/entrance.ts';
import type { Actor } from '#domain/access/policy.ts';
import type { SecretBox } from '#domain/access/secret-box.ts';
import { absoluteHours } from '#domain/access/sessions.ts';
import { type Organisation, readOrganisation } from '#domain/classes/organisation.ts';
import { type Day, parseDay } from '#kernel/day.ts';
import { type Language, languages } from '#kernel/text.ts';

export interface FieldOptions {
  /** Public address, https://…; cookies are then marked Secure. */
  readonly origin?: string | undefined;
  readonly now?: () => Date;
  /** Told of every failure behind a page that could not be shown. */
  readonly report?: (error: unknown) => void;
  /** Seals the secrets of second steps; without it nobody can set one up or use one. */
  readonly secrets?: SecretBox | undefined;
}

export interface Visitor {
  readonly actor: Actor & AccountView;
  readonly sessionId: string;
  readonly today: Day;
}

/** Who comes in, in which language, and from where. The session cookie is the desk app's. */
export class Door {
  readonly database: Database;
  readonly now: () => Date;
  readonly #origin: string | undefined;
  readonly #secrets: SecretBox | undefined;
  #organisation: { readonly read: Promise<Organisation>; readonly at: number } | undefined;
  #demo: Promise<{ readonly names: ReadonlySet<string>; readonly today: Day | undefined }> | undefined;

  constructor(database: Database, { origin, now = () => new Date(), secrets }: FieldOptions) {
    this.database = database;
    this.now = now;
    this.#origin = origin;
    this.#secrets = secrets;
  }

  /** The signed-in person of the request's session, if it is still good and nothing is missing. */
  async visitor(context: Context): Promise<Visitor | undefined> {
    const admission = await this.admission(context);
    if (admission?.step !== 'done') return undefined;
    const { sessionId } = admission;
    const actor = { ...admission.actor, device: deviceInWords(context.req.header('user-agent') ?? '') };
    return { actor, sessionId, today: await this.#todayOf(actor.username) };
  }

  /** Whoever the request's session stands for, also when a step of signing in is still missing. */
  async admission(context: Context): Promise<Admission | undefined> {
    const token = getCookie(context, this.#cookie);
    return token ? await admit(this.database.system, token, this.time()) : undefined;
  }

  time(): Time {
    return { now: this.now(), today: this.#calendarDay() };
  }

  secrets(): SecretBox {
    if (!this.#secrets) throw new Error('the server has no key for second factors');
    return this.#secrets;
  }

  keepToken(context: Context, token: string | undefined): void {
    const secure = this.#secure;
    if (token === undefined) deleteCookie(context, this.#cookie, { path: '/', secure });
    else
      setCookie(context, this.#cookie, token, {
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        secure,
        maxAge: absoluteHours * 3600,
      });
  }

  /** Writes are taken from our own pages only (OWASP CSRF: Sec-Fetch-Site, else Origin). */
  isOwn(context: Context): boolean {
    const site = context.req.header('sec-fetch-site');
    const from = context.req.header('origin');
    if (site !== undefined) return site === 'same-origin' || site === 'none';
    const host = `${context.req.header('x-forwarded-proto') ?? 'http'}://${context.req.header('host')}`;
    return from === undefined || [this.#origin, new URL(context.req.url).origin, host].includes(from);
  }

  language(context: Context, visitor: Visitor | undefined): Language {
    const asked = context.req.query('lang') ?? getCookie(context, 'lang');
    return languages.find((one) => one === asked) ?? visitor?.actor.language ?? 'zh';
  }

  /** The tree and the catalogue, read anew after some seconds. */
  organisation(): Promise<Organisation> {
    const at = performance.now();
    if (!this.#organisation || at - this.#organisation.at > organisationMs) {
      const read = readOrganisation(this.database.system);
      this.#organisation = { read, at };
      read.catch(() => {
        this.#organisation = undefined;
      });
    }
    return this.#organisation.read;
  }

  get #secure(): boolean {
    return this.#origin?.startsWith('https:') ?? false;
  }

  get #cookie(): string {
    return this.#secure ? '__Host-taizhang' : 'taizhang';
  }

  // The country has one time zone.
  #calendarDay(): Day {
    return parseDay(this.now().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' }))!;
  }

  /** Accounts of the demonstration live in its period, so that what they record lies among its records. */
  async #todayOf(username: string): Promise<Day> {
    this.#demo ??= this.#readDemo();
    const { names, today } = await this.#demo;
    return today !== undefined && names.has(username) ? today : this.#calendarDay();
  }

  async #readDemo() {
    const rows = await this.database.system
      .selectFrom('setting')
      .selectAll()
      .where('name', 'in', ['today', 'demo_accounts'])
      .execute();
    const value = (name: string) => rows.find((row) => row.name === name)?.value as unknown;
    const accounts = (value('demo_accounts') ?? []) as readonly { readonly username: string }[];
    const day = (value('today') as { readonly day?: string } | undefined)?.day;
    return { names: new Set(accounts.map((one) => one.username)), today: parseDay(day ?? '') };
  }
}

const organisationMs = 3000;

/** An address within the phone forms; whatever else was asked for leads to their home. */
export function ownAddress(text: string | undefined): string {
  if (text === undefined || !/^\/field[\w./?=&%#:-]*$/.test(text)) return '/field';
  const { pathname } = new URL(text, 'http://own.invalid');
  return pathname === '/field' || pathname.startsWith('/field/') ? text : '/field';
}
