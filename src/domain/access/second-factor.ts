import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Db, Tx } from '#db/open.ts';
import { refuse } from '#kernel/problem.ts';
import { asSystem } from './accounts.ts';
import type { SecretBox } from './secret-box.ts';

const period = 30;
const secretBytes = 20;
/** One step before and after, for clocks that are not quite right. */
const tolerance = 1;
const recoveryCodes = 10;

export interface Enrolment {
  /** Base32, in groups of four to be typed. */
  readonly secret: string;
  /** otpauth://totp/… for the authenticator, usually as a QR code. */
  readonly uri: string;
}

/** Who sets a second factor up, and in which session: what one session has begun another cannot finish. */
export interface Enroller {
  readonly accountId: number;
  readonly username: string;
  readonly sessionId: string;
}

/**
 * A new secret for the account's authenticator, the same again when this session asks again. It counts from the first right
 * code on; until then one that is in use stays in use. `issuer` is what the authenticator shows beside the user name.
 */
export async function beginEnrolment(
  system: Db,
  box: SecretBox,
  enroller: Enroller,
  issuer: string,
): Promise<Enrolment> {
  const { accountId, username } = enroller;
  const begun = await readBegun(system, box, enroller);
  const secret = begun ?? randomBytes(secretBytes);
  if (!begun) {
    const sealed = box.seal(secret, begunBy(enroller));
    await system
      .insertInto('second_factor')
      .values({ account_id: accountId, secret: null, next_secret: sealed })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ next_secret: sealed }))
      .execute();
  }
  const totp = totpOf(secret, issuer, username);
  return { secret: totp.secret.base32.replaceAll(/(.{4})(?=.)/g, '$1 '), uri: totp.toString() };
}

/**
 * Takes the new secret into use when the code is one of its own, and returns fresh recovery codes: shown this once, kept as
 * hashes. Raises ProblemError `code_wrong`, or `enrolment_missing` when this session has begun none.
 */
export async function confirmEnrolment(
  system: Db,
  box: SecretBox,
  enroller: Enroller,
  code: string,
  now: Date,
): Promise<string[]> {
  const { accountId } = enroller;
  return await asSystem(system, accountId, async (tx) => {
    const secret = await readBegun(tx, box, enroller);
    if (!secret) {
      refuse('enrolment_missing', {
        zh: '这个二维码已经作废，请刷新页面，重新扫码',
        en: 'this QR code is no longer good; reload the page and scan again',
      });
    }
    const step = stepOf(secret, code, now);
    if (step === undefined) refuseCode();
    const sealed = box.seal(secret, belongsTo(accountId));
    await tx
      .updateTable('second_factor')
      .set({ secret: sealed, next_secret: null, confirmed_at: now, last_step: step })
      .where('account_id', '=', accountId)
      .execute();
    return await replaceRecoveryCodes(tx, accountId);
  });
}

/**
 * Whether this is the authenticator's code of now, or an unused recovery code. Either is used up by it: a code that somebody
 * has read over a shoulder opens nothing (RFC 6238, 5.2). Raises ProblemError `factor_unreadable` when the key file is another.
 */
export async function takeCode(
  system: Db,
  box: SecretBox,
  accountId: number,
  code: string,
  now: Date,
): Promise<boolean> {
  const digits = plainDigits(code);
  if (digits === undefined) return await takeRecoveryCode(system, accountId, code, now);
  const row = await system
    .selectFrom('second_factor')
    .select('secret')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (!row?.secret) return false;
  const secret = box.open(row.secret, belongsTo(accountId));
  if (!secret) {
    refuse('factor_unreadable', {
      zh: '第二步验证的密钥打不开了，请用恢复码登录，或请管理员重设',
      en: 'the key of the second step cannot be opened; use a recovery code, or ask an administrator to reset it',
    });
  }
  const step = stepOf(secret, digits, now);
  if (step === undefined) return false;
  // Two requests with the same code: the second finds the step taken.
  const used = await system
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

/** New recovery codes in place of all that there were. */
export function renewRecoveryCodes(system: Db, accountId: number): Promise<string[]> {
  return asSystem(system, accountId, (tx) => replaceRecoveryCodes(tx, accountId));
}

/** Takes the second factor away, with its recovery codes. */
export async function removeSecondFactor(system: Db, accountId: number): Promise<void> {
  await asSystem(system, accountId, async (tx) => {
    await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
    await tx.deleteFrom('second_factor').where('account_id', '=', accountId).execute();
  });
}

export async function countRecoveryCodes(system: Db, accountId: number): Promise<number> {
  const row = await system
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.left;
}

export function refuseCode(): never {
  refuse(
    'code_wrong',
    {
      zh: '验证码不对，或者已经用过。请等验证器换一个新的再填；手机的时间要准',
      en: 'the code is wrong or has been used. Wait for the next one; the phone’s clock must be right',
    },
    'code',
  );
}

// Without i, l, o and u, which are taken for other characters when written down.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 80 random bits each, so that a plain hash is enough. */
async function replaceRecoveryCodes(tx: Tx, accountId: number): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, () => {
    const characters = [...randomBytes(16)].map((byte) => alphabet[byte & 31]!).join('');
    return characters.replaceAll(/(.{4})(?=.)/g, '$1-');
  });
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ account_id: accountId, hash: hashOf(accountId, code) })))
    .execute();
  return codes;
}

async function takeRecoveryCode(system: Db, accountId: number, code: string, now: Date): Promise<boolean> {
  return await asSystem(system, accountId, async (tx) => {
    const used = await tx
      .updateTable('recovery_code')
      .set({ used_at: now })
      .where('account_id', '=', accountId)
      .where('hash', '=', hashOf(accountId, code))
      .where('used_at', 'is', null)
      .executeTakeFirst();
    return used.numUpdatedRows > 0n;
  });
}

function hashOf(accountId: number, code: string): string {
  const plain = code
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, '');
  return createHash('sha256').update(`${accountId}:${plain}`).digest('hex');
}

/** The six digits, however they were spaced or typed (１２３ ４５６); undefined for anything else. */
function plainDigits(code: string): string | undefined {
  const plain = code.normalize('NFKC').replaceAll(/\s/g, '');
  return /^\d{6}$/.test(plain) ? plain : undefined;
}

/** The time step whose code this is, if it is that of now or a neighbour. */
function stepOf(secret: Uint8Array, code: string, now: Date): number | undefined {
  const token = plainDigits(code);
  if (token === undefined) return undefined;
  const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: tolerance });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / period) + delta;
}

/** RFC 6238 with what every authenticator understands: SHA-1, six digits, thirty seconds. */
function totpOf(secret: Uint8Array, issuer = '', label = ''): TOTP {
  const buffer = new Uint8Array(secret).buffer;
  return new TOTP({ issuer, label, secret: new Secret({ buffer }), algorithm: 'SHA1', digits: 6, period });
}

/** The secret that this session has begun with, if there is one. Read under a lock inside a transaction. */
async function readBegun(db: Db | Tx, box: SecretBox, enroller: Enroller): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('second_factor')
    .select('next_secret')
    .where('account_id', '=', enroller.accountId)
    .$if(db.isTransaction, (query) => query.forUpdate())
    .executeTakeFirst();
  return row?.next_secret ? box.open(row.next_secret, begunBy(enroller)) : undefined;
}

function begunBy({ accountId, sessionId }: Enroller): string {
  return `second_factor:${accountId}:${sessionId}`;
}

function belongsTo(accountId: number): string {
  return `second_factor:${accountId}`;
}
