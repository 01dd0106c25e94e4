import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Seals short secrets for storage, each bound to what it belongs to: moved to another row it cannot be opened. */
export interface SecretBox {
  seal(secret: Uint8Array, belongsTo: string): string;
  /** Undefined when it was sealed with another key, for something else, or was changed. */
  open(sealed: string, belongsTo: string): Buffer | undefined;
}

export const keyFile = 'accounts.key';

/**
 * The box whose key lies in the data folder, outside the database: a dump of the database alone opens nothing. The file is
 * made, for its owner alone, when it is missing; servers that share a database share this file. Raises Error when it is damaged.
 */
export function boxOf(dataFolder: string): SecretBox {
  const path = join(dataFolder, keyFile);
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    writeFileSync(path, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // A copy from a backup may have come with wider rights.
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== keyBytes)
    throw new Error(`${path} 已损坏，请从备份恢复 (the key file is damaged; restore it from the backup)`);
  return makeBox(key);
}

/** AES-256-GCM with a fresh nonce each time; `v1.nonce.tag.text`. */
export function makeBox(key: Uint8Array): SecretBox {
  return {
    seal(secret, belongsTo) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(belongsTo));
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      return ['v1', ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
    },
    open(sealed, belongsTo) {
      const [version, ...parts] = sealed.split('.');
      const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (version !== 'v1' || nonce?.length !== nonceBytes || tag?.length !== tagBytes || !text) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(belongsTo)).setAuthTag(tag);
        return Buffer.concat([decipher.update(text), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
