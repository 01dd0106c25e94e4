// Works from Node 20 with nothing installed: installs what the lockfile names when it has to, finds Node 24 among it,
// and hands over. Speaks on standard error only, so that a command's own output stays clean.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = dirname(fileURLToPath(import.meta.url));
const stamp = join(home, 'node_modules', '.taizhang-lock');
const say = (line) => process.stderr.write(`${line}\n`);

const entries = {
  start: ['src/main.ts'],
  // The npm scripts; a plain word would hide the product's own command of that name.
  '--test': ['test/run.ts', 'all'],
  '--check': ['test/run.ts', 'check'],
  '--bench': ['bench/run.ts'],
};

async function boot([command, ...rest]) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    say(`台账需要 Node 20 或更新的版本，这里是 ${process.version}。`);
    say(`Taizhang needs Node 20 or newer; this is ${process.version}.`);
    return 1;
  }
  const failed = await install(command !== undefined && command.startsWith('--'));
  if (failed) return failed;
  const node = findNode();
  if (!node) {
    say('没有找到 Node 24：本平台没有随包的 Node，请先自行安装 Node 24。');
    say('No Node 24 for this platform came with the packages; please install Node 24 yourself.');
    return 1;
  }
  const entry =
    command === undefined ? ['src/cli/main.ts', 'help'] : (entries[command] ?? ['src/cli/main.ts', command]);
  return run(node, ['--disable-warning=ExperimentalWarning', join(home, entry[0]), ...entry.slice(1), ...rest]);
}

/**
 * Runs `npm ci` unless the installed tree was made from this very lockfile. What only tests and benches need is left out until
 * they are asked for. Returns an exit code, 0 when all is well.
 */
async function install(withTools) {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(home, 'package-lock.json')))
    .digest('hex');
  const wanted = withTools ? `${lockfile} with tools` : lockfile;
  const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8').startsWith(wanted);
  if (isThere()) return 0;
  const lock = join(home, '.cache', 'install.lock');
  mkdirSync(dirname(lock), { recursive: true });
  if (!(await takeLock(lock))) {
    say('另一个进程正在安装依赖，已等待 10 分钟；如果它已经不在，请删除 .cache/install.lock 后再试。');
    return 1;
  }
  try {
    if (isThere()) return 0;
    const began = Date.now();
    say('首次启动：正在安装依赖，一般需要一到两分钟…… (installing dependencies)');
    const pulse = setInterval(() => say(`  …已用 ${Math.round((Date.now() - began) / 1000)} 秒`), 10_000);
    const code = await run(
      'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(withTools ? [] : ['--omit=dev'])],
      ['ignore', 2, 2],
    );
    clearInterval(pulse);
    if (code !== 0) {
      say('依赖没有装好。请检查网络和磁盘空间，再运行一次同样的命令；已经下载的部分不会重来。');
      say('Dependencies could not be installed. Check the network and the disk, then run the same command again.');
      return code || 1;
    }
    writeFileSync(stamp, wanted);
    say(`依赖已装好，用时 ${Math.round((Date.now() - began) / 1000)} 秒。`);
    return 0;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

async function takeLock(lock) {
  for (let tries = 0; tries < 600; tries++) {
    try {
      mkdirSync(lock);
      return true;
    } catch {
      // A lock that nobody has touched for half an hour was left by a process that died.
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 1_800_000)
        rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  return false;
}

function findNode() {
  const bundled = join(home, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(bundled)) return bundled;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}

/** Runs a program to its end, passing signals on. The open channel tells the child when this process is gone. */
function run(program, args, stdio = ['inherit', 'inherit', 'inherit', 'ipc']) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio, cwd: program === 'npm' ? home : process.cwd() });
    const pass = (signal) => child.kill(signal);
    const ignore = () => {};
    process.on('SIGTERM', pass);
    process.on('SIGHUP', pass);
    // The terminal sends Ctrl-C to the whole group; the child answers it.
    process.on('SIGINT', ignore);
    child.on('error', (error) => {
      say(`${program}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', pass);
      process.off('SIGHUP', pass);
      process.off('SIGINT', ignore);
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
    });
  });
}

process.exit(await boot(process.argv.slice(2)));
