import { type Database, openDatabase } from '#db/open.ts';
import { installIfEmpty } from '#packs/install.ts';
import { packFolder, readConfig } from '../config.ts';

/** Opens the database for one command, filled with the pack if it was empty, and closes it afterwards, whatever happens. Joins a running server when there is one. */
export async function withDatabase<Result>(
  say: (line: string) => void,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(process.env);
  const database = await openDatabase({
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    mode: 'command',
    say,
  });
  try {
    await installIfEmpty(database, packFolder(config.pack), say);
    return await work(database);
  } finally {
    await database.close();
  }
}
