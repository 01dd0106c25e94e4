import { writeSync } from 'node:fs';
import { isHolder, takeFolder } from '#db/lock.ts';

// Takes the data folder, says so, and answers nobody for as long as it is told to be busy.
const [, , folder = '', busy = '0'] = process.argv;
const lock = await takeFolder(folder, 'serve');
writeSync(1, isHolder(lock) ? `refused by ${lock.pid}\n` : 'held\n');
if (!isHolder(lock)) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(busy));
  setInterval(() => {}, 1000);
}
