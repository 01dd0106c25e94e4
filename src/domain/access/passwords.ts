import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;
const deriveKey = promisify(argon2);

/** The password as a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`: it carries what is needed to check it again. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${bare(salt)}$${bare(hash)}`;
}

/** Whether the password is the one behind the PHC string; compared in constant time. False for a string of another form. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const match = form.exec(stored);
  if (!match) return false;
  const [, memory, passes, parallelism, salt, hash] = match;
  const wanted = Buffer.from(hash!, 'base64');
  const given = await derive(
    password,
    Buffer.from(salt!, 'base64'),
    { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    wanted.length,
  );
  return timingSafeEqual(given, wanted);
}

/** Stands in for the password of an account that does not exist, so that both answers take the same time. */
export function nobodysPassword(): Promise<string> {
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  return nobody;
}

let nobody: Promise<string> | undefined;

const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

function derive(
  password: string,
  nonce: Buffer,
  { memory, passes, parallelism }: typeof cost,
  length = tagLength,
): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC'), 'utf8');
  return deriveKey('argon2id', { message, nonce, memory, passes, parallelism, tagLength: length }) as Promise<Buffer>;
}

function bare(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
