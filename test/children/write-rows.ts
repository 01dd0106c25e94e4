import { writeSync } from 'node:fs';
import { openDatabase } from '#db/open.ts';

// Serves from the data folder and commits one person after another, each said only after its commit, until it is killed.
const [, , dataFolder = ''] = process.argv;
const database = await openDatabase({ dataFolder, mode: 'serve', say: () => {} });
const pid = (await database.pool.query("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid")).rows[0]
  .pid;
writeSync(1, `postgres ${pid}\n`);
for (let n = 1; ; n++) {
  const code = `p${process.pid}-${n}`;
  await database.system.insertInto('person').values({ code, name: '某人', generated: true, note: '' }).execute();
  writeSync(1, `committed ${n} ${code}\n`);
}
