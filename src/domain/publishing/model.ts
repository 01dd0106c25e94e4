import { z } from 'zod';
import type { Edition } from '#domain/summary/edition-model.ts';
import type { Text } from '#kernel/text.ts';

/** A piece of a line: words, or a figure by its place in the edition that the article announces. */
const inline = z.union([z.string(), z.strictObject({ figure: z.int().min(0) })]);
const line = z.array(inline);

const paragraph = z
  .union([
    z.strictObject({ type: z.literal('paragraph'), inlines: line }),
    z.strictObject({ type: z.literal('paragraph'), text: z.string() }),
  ])
  .transform((one) => ({ type: one.type, inlines: 'text' in one ? [one.text] : one.inlines }));

export const ArticleBlock = z.union([
  paragraph,
  z.strictObject({ type: z.literal('heading'), text: z.string() }),
  z.strictObject({
    type: z.literal('table'),
    caption: z.string(),
    columns: z.array(z.strictObject({ title: z.string(), numeric: z.boolean() })).min(1),
    rows: z.array(z.array(inline)),
    totals: z.array(inline).optional(),
  }),
]);
export type ArticleBlock = z.output<typeof ArticleBlock>;

/** What `site_article.body` holds. Plain words and figures only: markup in them is shown, never obeyed. */
export const ArticleBody = z.array(ArticleBlock);

const label = z.union([
  z.string().transform((one): Text => ({ zh: one, en: one })),
  z.strictObject({ zh: z.string(), en: z.string() }),
]);

/** What `setting.site` holds: what an operator may say about the site itself. */
export const SiteSettings = z.object({
  organisation: label.optional(),
  contact: z.string().default(''),
  /** Filing numbers that the law wants in the footer; empty where there is none. */
  icp: z.string().default(''),
  police_filing: z.string().default(''),
  links: z.array(z.object({ title: z.string(), url: z.string().nullish() })).default([]),
  /** Where units stand on the tile map, as rows of unit codes; '.' leaves a place free. */
  tiles: z.array(z.array(z.string())).default([]),
});
export type SiteSettings = z.output<typeof SiteSettings>;

export interface SiteColumn {
  readonly code: string;
  readonly title: Text;
  readonly unitId: number | null;
  readonly parent: SiteColumn | undefined;
  readonly children: readonly SiteColumn[];
}

/** A unit that has a tile on the home page: directly below the root. */
export interface SiteUnit {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly short: string;
}

/** What every page shows around its own content. */
export interface SiteFrame {
  readonly settings: SiteSettings;
  readonly columns: readonly SiteColumn[];
  readonly root: SiteUnit | undefined;
  readonly units: readonly SiteUnit[];
}

export interface ArticleLine extends Neighbour {
  readonly subtitle: string;
  readonly columnCode: string;
  /** Short name of the unit that it is from. */
  readonly unit: string | null;
}

/** Another article, as a link to it needs it. */
export interface Neighbour {
  /** Its number in the site's addresses. */
  readonly id: number;
  readonly title: string;
  readonly publishedAt: Date;
}

export interface Article extends ArticleLine {
  readonly unitName: string | null;
  readonly body: readonly ArticleBlock[];
  readonly editionCode: string | null;
  /** Published before it in the same column, and after it. */
  readonly previous: Neighbour | undefined;
  readonly next: Neighbour | undefined;
  /** The latest others of its unit; of its column where the unit has no other. */
  readonly ofUnit: readonly Neighbour[];
  readonly ofColumn: readonly Neighbour[];
}

export interface EditionLine {
  readonly code: string;
  readonly title: string;
  readonly unit: string;
  /** True for the editions of the root unit. */
  readonly whole: boolean;
  readonly sha256: string;
  readonly frozenAt: Date;
  readonly publishedAt: Date;
}

/** A published edition with the bytes that its hash stands for. */
export interface PublishedEdition {
  readonly edition: Edition;
  readonly canonical: string;
  readonly sha256: string;
}
