import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Developed } from './develop.ts';
import type { PhotoSize } from './model.ts';

const unfinishedMs = 3_600_000;

/**
 * The photos' folder: `ab/cd/abcd….jpg` and its small version `abcd….small.jpg`, named by the SHA-256 of the first. A name
 * appears when all of its bytes are on the disk.
 */
export class PhotoFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Keeps both versions; what is there already is left as it is. */
  async keep({ hash, full, small }: Developed): Promise<void> {
    await this.#write(this.#path(hash, 'small'), small);
    await this.#write(this.#path(hash, 'full'), full);
  }

  /** The bytes of one version and how many they are; undefined when it is not there. */
  async read(
    hash: string,
    size: PhotoSize,
  ): Promise<{ bytes: number; stream: ReturnType<typeof createReadStream> } | undefined> {
    const path = this.#path(hash, size);
    const found = await stat(path).catch(() => undefined);
    return found && { bytes: found.size, stream: createReadStream(path) };
  }

  /** The first halves of the names under which photos are kept: `ab`. */
  async shelves(): Promise<string[]> {
    return (await names(this.folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  }

  /** Every file of a shelf with the hash that it is named by; undefined for one that was never finished, an hour ago or longer. */
  async onShelf(shelf: string): Promise<{ path: string; hash: string | undefined }[]> {
    const found: { path: string; hash: string | undefined }[] = [];
    for (const below of await names(join(this.folder, shelf))) {
      for (const name of await names(join(this.folder, shelf, below))) {
        const path = join(this.folder, shelf, below, name);
        const hash = /^([0-9a-f]{64})(\.small)?\.jpg$/.exec(name)?.[1];
        if (hash) found.push({ path, hash });
        else if (name.endsWith('.part') && (await isOld(path))) found.push({ path, hash: undefined });
      }
    }
    return found;
  }

  async remove(path: string): Promise<void> {
    await unlink(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }

  #path(hash: string, size: PhotoSize): string {
    const name = size === 'small' ? `${hash}.small.jpg` : `${hash}.jpg`;
    return join(this.folder, hash.slice(0, 2), hash.slice(2, 4), name);
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    if (await stat(path).catch(() => undefined)) return;
    const parent = join(path, '..');
    await mkdir(parent, { recursive: true, mode: 0o700 });
    const part = `${path}.${randomBytes(6).toString('hex')}.part`;
    try {
      const file = await open(part, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await this.remove(part);
      throw error;
    }
    await syncFolder(parent);
  }
}

async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > unfinishedMs;
}

async function names(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}

/** The new name itself is on the disk too; systems that cannot open a folder keep it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch {
    // Not every file system knows this.
  } finally {
    await handle?.close();
  }
}
