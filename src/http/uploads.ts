import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MendedCell } from '#domain/imports/model.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { refuse } from '#kernel/problem.ts';

export const uploadLimits = {
  bytes: 50 * 1024 * 1024,
  /** Files of one account and of all; the oldest makes room. */
  ofAccount: 4,
  ofAll: 100,
  milliseconds: 2 * 3_600_000,
} as const;

/** How a sheet was looked at last: what is downloaded or accepted afterwards is what was seen. */
export interface Looked {
  readonly kind: KindCode;
  readonly sheet: string | undefined;
  readonly year: number | undefined;
  readonly unit: string | undefined;
  readonly mended: readonly MendedCell[];
}

export interface KeptUpload {
  readonly id: string;
  readonly accountId: number;
  readonly name: string;
  readonly bytes: number;
  readonly at: number;
  looked?: Looked;
}

/** Tables that people have sent and not imported yet: files in a folder of this process, gone with it. */
export class Uploads {
  #folder: string | undefined;
  readonly #kept = new Map<string, KeptUpload>();

  /**
   * Writes what is sent into a file as it comes, never more than the limit. Raises ProblemError `upload_too_large` as soon
   * as that is known; nothing stays behind.
   */
  async keep(accountId: number, name: string, body: ReadableStream<Uint8Array>, now: number): Promise<KeptUpload> {
    this.#makeRoom(accountId, now);
    const id = randomBytes(18).toString('base64url');
    const path = this.#path(id);
    let bytes = 0;
    const limit = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        if (bytes <= uploadLimits.bytes) done(null, chunk);
        else done(new TooLarge());
      },
    });
    try {
      await pipeline(
        Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
        limit,
        createWriteStream(path, { mode: 0o600 }),
      );
    } catch (error) {
      await rm(path, { force: true });
      if (error instanceof TooLarge) return refuseTooLarge();
      throw error;
    }
    const kept: KeptUpload = { id, accountId, name, bytes, at: now };
    this.#kept.set(id, kept);
    return kept;
  }

  /** The account's own upload. Raises ProblemError when there is none of that id, or no longer. */
  find(accountId: number, id: string, now: number): KeptUpload {
    const kept = this.#kept.get(id);
    if (kept?.accountId === accountId && now - kept.at < uploadLimits.milliseconds) return kept;
    return refuse('upload_unknown', {
      zh: '这份表格已经不在服务器上了（最多留两小时），请再上传一次',
      en: 'the table is no longer on the server (two hours at most); please send it again',
    });
  }

  async read(kept: KeptUpload): Promise<Uint8Array> {
    return await readFile(this.#path(kept.id));
  }

  async forget(kept: KeptUpload): Promise<void> {
    this.#kept.delete(kept.id);
    await rm(this.#path(kept.id), { force: true });
  }

  #makeRoom(accountId: number, now: number): void {
    const drop = (one: KeptUpload) => {
      this.#kept.delete(one.id);
      rmSync(this.#path(one.id), { force: true });
    };
    for (const one of this.#kept.values()) if (now - one.at >= uploadLimits.milliseconds) drop(one);
    const own = [...this.#kept.values()].filter((one) => one.accountId === accountId);
    for (const one of own.slice(0, Math.max(0, own.length + 1 - uploadLimits.ofAccount))) drop(one);
    for (const one of [...this.#kept.values()].slice(0, Math.max(0, this.#kept.size + 1 - uploadLimits.ofAll)))
      drop(one);
  }

  #path(id: string): string {
    if (this.#folder === undefined) {
      clearAbandoned();
      const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
      this.#folder = folder;
      process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    }
    return join(this.#folder, id);
  }
}

const prefix = 'taizhang-uploads-';

/** A process that was killed could not take its folder away. */
function clearAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (Number.isInteger(pid) && isRunning(pid)) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

class TooLarge extends Error {}

export function refuseTooLarge(): never {
  const most = uploadLimits.bytes / 2 ** 20;
  refuse('upload_too_large', {
    zh: `文件超过 ${most} MB。请删去图片和不用的工作表，或拆成几个文件`,
    en: `the file is larger than ${most} MB; remove pictures and sheets that are not needed, or split it`,
  });
}
