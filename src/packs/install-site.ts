import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Pack } from './model.ts';
import { announcementCode } from './settings.ts';

/** The public site's columns, parents first. */
export async function installColumns(tx: Tx, pack: Pack): Promise<void> {
  const rows = pack.columns.map((column, position) => ({ ...column, position }));
  await sql`INSERT INTO site_column (code, parent, title, unit_id, position)
    SELECT one.code, one.parent, one.title, unit.id, one.position
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one(code text, parent text, title jsonb, unit text, position int)
    LEFT JOIN unit ON unit.code = one.unit ORDER BY one.position`.execute(tx);
}

/** The demo's articles, as published. */
export async function installArticles(tx: Tx, pack: Pack): Promise<void> {
  const rows = pack.demo.articles.map((article, position) => ({
    code: article.code,
    column: article.column,
    unit: article.unit,
    title: article.title,
    subtitle: article.subtitle ?? '',
    body: article.body.map((text) => ({ type: 'paragraph', text })),
    published: article.published_at,
    position,
  }));
  await sql`INSERT INTO site_article (code, column_code, unit_id, title, subtitle, body, published_at)
    SELECT one.code, one."column", unit.id, one.title, one.subtitle, one.body, one.published
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one(code text, "column" text, unit text, title text, subtitle text, body jsonb, published timestamptz, position int)
    JOIN unit ON unit.code = one.unit ORDER BY one.published, one.position`.execute(tx);
}

/** The articles that tell of published rounds; each leads to its edition. */
export async function announceRounds(tx: Tx, pack: Pack): Promise<void> {
  for (const round of pack.rounds) {
    const { code, title, unit, publishedAt, announcement } = round;
    if (!announcement) continue;
    const body = announcement.body.map((text) => ({ type: 'paragraph', text }));
    await sql`INSERT INTO site_article (code, column_code, unit_id, title, body, edition_code, published_at)
      SELECT ${announcementCode(round)}, ${announcement.column}, id, ${title}, ${JSON.stringify(body)}::jsonb, ${code}, ${publishedAt}::timestamptz
      FROM unit WHERE code = ${unit}`.execute(tx);
  }
}
