import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One folder for everything that a run leaves: this process and all it starts make their temporary files in it. The name is
 * short because socket paths are.
 */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tz-'));
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return folder;
}

/** A new folder for one purpose, inside the run's. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${purpose}-`));
  // Where the server cannot keep root's right to pass through, it needs an open path to its own files.
  chmodSync(folder, 0o711);
  return folder;
}

/** Ends the servers that tests started under this folder and, being interrupted, could not stop. */
export async function endServersUnder(folder: string): Promise<void> {
  for (const pid of serversUnder(folder)) process.kill(pid, 'SIGQUIT');
  for (let tries = 0; tries < 100 && serversUnder(folder).length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function removeRunFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function serversUnder(folder: string): number[] {
  const pidFiles = readdirSync(folder)
    .map((name) => join(folder, name, 'pg', 'postmaster.pid'))
    .filter((file) => existsSync(file));
  return pidFiles.map((file) => Number(readFileSync(file, 'utf8').split('\n')[0])).filter(isAlive);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid > 1;
  } catch {
    return false;
  }
}
