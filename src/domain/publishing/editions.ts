import type { Db } from '#db/open.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { sha256 } from '#kernel/canonical.ts';
import type { EditionLine, PublishedEdition } from './model.ts';

/** All published editions without their texts, the latest first. */
export async function readEditions(db: Db): Promise<EditionLine[]> {
  const rows = await heads(db).orderBy('edition.published_at', 'desc').orderBy('edition.id', 'desc').execute();
  return rows.map(publicEdition);
}

/**
 * The latest edition of the root unit, or of any unit where the root has none. Undefined as long as nothing is published.
 */
export async function readLatestEdition(db: Db): Promise<EditionLine | undefined> {
  const row = await heads(db)
    .orderBy((order) => order('unit.parent_id', 'is not', null))
    .orderBy('edition.published_at', 'desc')
    .orderBy('edition.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && publicEdition(row);
}

/**
 * Published editions with their texts. A text never changes, so it is read and checked against its hash once and the last
 * few are kept; whether the edition is published is asked each time.
 */
export class EditionShelf {
  readonly #db: Db;
  readonly #places: number;
  readonly #kept = new Map<string, PublishedEdition>();

  constructor(db: Db, places = 12) {
    this.#db = db;
    this.#places = places;
  }

  /** Raises Error when the stored text is not what was hashed. */
  async take(code: string): Promise<(PublishedEdition & { readonly line: EditionLine }) | undefined> {
    const line = await readEditionLine(this.#db, code);
    if (!line) return undefined;
    const key = `${line.sha256} ${code}`;
    const published = this.#kept.get(key) ?? (await readText(this.#db, line));
    if (!published) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, published);
    if (this.#kept.size > this.#places) this.#kept.delete(this.#kept.keys().next().value!);
    return { ...published, line };
  }
}

async function readEditionLine(db: Db, code: string): Promise<EditionLine | undefined> {
  const row = await heads(db).where('edition.code', '=', code).executeTakeFirst();
  return row && publicEdition(row);
}

async function readText(db: Db, line: EditionLine): Promise<PublishedEdition | undefined> {
  const row = await db.selectFrom('edition').select('canonical').where('code', '=', line.code).executeTakeFirst();
  if (!row) return undefined;
  if (sha256(row.canonical) !== line.sha256)
    throw new Error(`edition ${line.code}: the stored text is not the one that was hashed`);
  const edition = JSON.parse(row.canonical) as Edition;
  if (edition.format !== 'taizhang.edition.1')
    throw new Error(`edition ${line.code}: unknown format ${edition.format}`);
  return { edition, canonical: row.canonical, sha256: line.sha256 };
}

function heads(db: Db) {
  return db
    .selectFrom('edition')
    .innerJoin('unit', 'unit.id', 'edition.unit_id')
    .select([
      'edition.code',
      'edition.title',
      'edition.sha256',
      'edition.frozen_at',
      'edition.published_at',
      'unit.name as unit',
      'unit.parent_id',
    ]);
}

function publicEdition(row: Awaited<ReturnType<ReturnType<typeof heads>['execute']>>[number]): EditionLine {
  return {
    code: row.code,
    title: row.title,
    unit: row.unit,
    whole: row.parent_id === null,
    sha256: row.sha256,
    frozenAt: row.frozen_at,
    // The site's role sees no row without it.
    publishedAt: row.published_at!,
  };
}
