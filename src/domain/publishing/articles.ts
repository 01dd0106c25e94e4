import { type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '#db/open.ts';
import type { Tables } from '#db/tables.ts';
import type { ColumnScope } from './columns.ts';
import { type Article, type ArticleBlock, ArticleBody, type ArticleLine, type Neighbour } from './model.ts';

/** How many articles a column shows, and one page of them, the latest first. */
export async function readColumnPage(
  db: Db,
  scope: ColumnScope,
  page: number,
  size: number,
): Promise<{ total: number; articles: ArticleLine[] }> {
  const counted = await db
    .selectFrom('site_article')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where((where) => inScope(where, scope))
    .executeTakeFirstOrThrow();
  return {
    total: counted.total,
    articles: counted.total === 0 ? [] : await readLatest(db, scope, size, (page - 1) * size),
  };
}

/** The latest articles of a column, or of the whole site. */
export async function readLatest(
  db: Db,
  scope: ColumnScope | undefined,
  limit: number,
  offset = 0,
): Promise<ArticleLine[]> {
  const query = lines(db)
    .orderBy('site_article.published_at', 'desc')
    .orderBy('site_article.id', 'desc')
    .limit(limit)
    .offset(offset);
  const rows = await (scope === undefined ? query : query.where((where) => inScope(where, scope))).execute();
  return rows.map(publicLine);
}

/** How many related articles come with one. */
const relatedCount = 5;

/**
 * The article of that number with what stands around it, in one round trip; undefined when there is none or it is not
 * published.
 */
export async function readArticle(db: Db, id: number): Promise<Article | undefined> {
  const line = sql`json_build_object('id', other.id, 'title', other.title, 'at', other.published_at)`;
  const latest = sql`ORDER BY other.published_at DESC, other.id DESC`;
  // The limits are written out: with parameters there, PostgreSQL would plan a prepared statement anew each time.
  const others = (where: RawBuilder<unknown>) =>
    sql`(SELECT json_agg(${line}) FROM (SELECT id, title, published_at FROM site_article other
      WHERE ${where} AND other.id <> here.id ${latest} LIMIT ${sql.lit(relatedCount)}) AS other)`;
  const { rows } = await sql<ArticleRow>`
    SELECT here.id, here.title, here.subtitle, here.column_code, here.published_at, here.body, here.edition_code,
      unit.short AS unit_short, unit.name AS unit_name, of_unit.lines AS of_unit,
      CASE WHEN of_unit.lines IS NULL THEN ${others(sql`other.column_code = here.column_code`)} END AS of_column,
      (SELECT ${line} FROM site_article other WHERE other.column_code = here.column_code
        AND (other.published_at, other.id) < (here.published_at, here.id) ${latest} LIMIT 1) AS previous,
      (SELECT ${line} FROM site_article other WHERE other.column_code = here.column_code
        AND (other.published_at, other.id) > (here.published_at, here.id)
        ORDER BY other.published_at, other.id LIMIT 1) AS next
    FROM site_article here LEFT JOIN unit ON unit.id = here.unit_id
    CROSS JOIN LATERAL (SELECT ${others(sql`other.unit_id = here.unit_id`)} AS lines OFFSET 0) AS of_unit
    WHERE here.id = ${id}`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  return {
    ...publicLine(row),
    unitName: row.unit_name,
    body: ArticleBody.parse(row.body),
    editionCode: row.edition_code,
    previous: row.previous ? neighbour(row.previous) : undefined,
    next: row.next ? neighbour(row.next) : undefined,
    ofUnit: (row.of_unit ?? []).map(neighbour),
    ofColumn: (row.of_column ?? []).map(neighbour),
  };
}

interface ArticleRow extends LineRow {
  readonly body: unknown;
  readonly edition_code: string | null;
  readonly unit_name: string | null;
  readonly previous: NeighbourRow | null;
  readonly next: NeighbourRow | null;
  readonly of_unit: readonly NeighbourRow[] | null;
  readonly of_column: readonly NeighbourRow[] | null;
}

interface NeighbourRow {
  readonly id: number;
  readonly title: string;
  readonly at: string;
}

function neighbour(row: NeighbourRow): Neighbour {
  return { id: row.id, title: row.title, publishedAt: new Date(row.at) };
}

/** How the latest article of the whole site begins: what the front page leads with. */
export async function readLead(db: Db): Promise<{ line: ArticleLine; body: readonly ArticleBlock[] } | undefined> {
  const row = await lines(db)
    .select('site_article.body')
    .orderBy('site_article.published_at', 'desc')
    .orderBy('site_article.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { line: publicLine(row), body: ArticleBody.parse(row.body) };
}

/** The numbers of published articles in parts of that size, for the map of the site. */
export async function readAddresses(db: Db, part: number, size: number): Promise<{ id: number; publishedAt: Date }[]> {
  const rows = await db
    .selectFrom('site_article')
    .select(['id', 'published_at'])
    .orderBy('id')
    .limit(size)
    .offset((part - 1) * size)
    .execute();
  return rows.map((row) => ({ id: row.id, publishedAt: row.published_at! }));
}

export async function countArticles(db: Db): Promise<number> {
  const { total } = await db
    .selectFrom('site_article')
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

interface LineRow {
  readonly id: number;
  readonly title: string;
  readonly subtitle: string;
  readonly column_code: string;
  readonly unit_short: string | null;
  readonly published_at: Date | null;
}

function lines(db: Db) {
  return db
    .selectFrom('site_article')
    .leftJoin('unit', 'unit.id', 'site_article.unit_id')
    .select([
      'site_article.id',
      'site_article.title',
      'site_article.subtitle',
      'site_article.column_code',
      'site_article.published_at',
    ])
    .select('unit.short as unit_short');
}

function publicLine(row: LineRow): ArticleLine {
  return {
    id: row.id,
    title: row.title,
    subtitle: row.subtitle,
    columnCode: row.column_code,
    unit: row.unit_short,
    // The site's role sees no row without it.
    publishedAt: row.published_at!,
  };
}

function inScope<Joined extends keyof Tables>(
  where: ExpressionBuilder<Tables, Joined | 'site_article'>,
  { codes, unitIds }: ColumnScope,
) {
  const filed = sql<SqlBool>`site_article.column_code = ANY (${[...codes]}::text[])`;
  if (unitIds.length === 0) return filed;
  const from = sql<SqlBool>`site_article.unit_id IN (SELECT below.id FROM unit above JOIN unit below
    ON below.path = above.path OR (below.path >= above.path || '/' AND below.path < above.path || '0') WHERE above.id = ANY (${[...unitIds]}::int[]))`;
  return where.or([filed, from]);
}
