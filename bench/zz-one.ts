import { mkdtempSync, rmSync } from 'node:fs';
import { openDatabase } from '#db/open.ts';
import { installPack } from '#packs/install.ts';
import { packFolder } from '../src/config.ts';
import { importBench } from './zz-imports.ts';
const folder = mkdtempSync('/tmp/imp/db-');
const say = (l: string) => process.stderr.write(l + '\n');
const database = await openDatabase({ dataFolder: folder, mode: 'serve', say });
try { await installPack(database, packFolder('changsha')); for (const l of await importBench(database)) console.log(l.what, '|', l.value, '|', l.ratio ?? ''); }
finally { await database.close(); rmSync(folder, { recursive: true, force: true }); }
