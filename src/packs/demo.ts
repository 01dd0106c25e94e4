import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseDay } from '#kernel/day.ts';
import { ProblemError } from '#kernel/problem.ts';
import { DemoRecord } from './demo-record.ts';
import { Findings } from './findings.ts';
import { expandSpread } from './spread.ts';
import { Spread, type SpreadContext } from './spread-model.ts';
import { fit, readYaml, type YamlFile } from './yaml.ts';

const dayText = z.string().refine((text) => parseDay(text) !== undefined, { message: 'not a day' });

/** An item of the next stage that the following period opens with. */
const Commitment = z.strictObject({
  code: z.string().min(1).max(60),
  unit: z.string(),
  title: z.string().min(1).max(200),
  due: dayText.optional(),
});

/** An article of the public site. */
const SiteArticle = z.strictObject({
  code: z.string().min(1).max(60),
  /** Code of the site column it appears in. */
  column: z.string(),
  unit: z.string(),
  title: z.string().min(1).max(120),
  subtitle: z.string().min(1).max(120).optional(),
  published_at: z.iso.datetime({ offset: true }),
  /** Paragraphs without markup. */
  body: z.array(z.string().min(1).max(2000)).min(1),
  /** Key of the record it tells of. */
  record: z.string().optional(),
});

/** One file of `demo/`. `shared` holds what the file's anchors point at and is not read itself. */
const DemoFile = z.strictObject({
  shared: z.unknown().optional(),
  records: z.array(z.unknown()).default([]),
  spreads: z.array(z.unknown()).default([]),
  commitments: z.array(z.unknown()).default([]),
  articles: z.array(z.unknown()).default([]),
});

/** A pack's made-up period of work, spreads expanded. */
export interface Demo {
  readonly records: readonly DemoRecord[];
  readonly commitments: readonly z.output<typeof Commitment>[];
  readonly articles: readonly z.output<typeof SiteArticle>[];
}

/**
 * Reads every `.yaml` of a demo folder in the order of their names. Codes of units, people, classes and columns are left to
 * the caller to check. Raises ProblemError with everything wrong in the files, with repeated keys, with articles that tell
 * of no record, and with spreads whose totals cannot hold.
 */
export function readDemo(folder: string, context: SpreadContext): Demo {
  const findings = new Findings();
  const { demo } = collectDemo(folder, '', context, findings);
  findings.throwIfAny();
  return demo;
}

/** Where in the files something is written: `demo/lectures.yaml:12`. */
export type DemoPlaces = (part: keyof Demo, code: string) => string;

/** As readDemo, but gathers what is wrong beside the rest of a pack, and tells the places of what it read. */
export function collectDemo(
  folder: string,
  under: string,
  context: SpreadContext,
  findings: Findings,
): { demo: Demo; placeOf: DemoPlaces } {
  const places = new Map<string, string>();
  const keep = (part: keyof Demo, code: string, place: string) => {
    const name = `${part}/${code}`;
    const before = places.get(name);
    if (before !== undefined) {
      findings.add('demo_key_twice', place, `“${code}”已在 ${before} 用过`, `"${code}" is already used at ${before}`);
    } else places.set(name, place);
  };
  const demo = {
    records: [] as DemoRecord[],
    commitments: [] as Demo['commitments'][number][],
    articles: [] as Demo['articles'][number][],
  };
  for (const name of filesIn(join(folder, under))) {
    const file = readYaml(folder, join(under, name), findings);
    const parts = file && fit(DemoFile, file, [], file.data ?? {}, findings);
    if (!file || !parts) continue;
    for (const [record, place] of entriesOf(DemoRecord, file, 'records', parts.records, findings)) {
      keep('records', record.key, place);
      demo.records.push(record);
    }
    for (const [spread, place] of entriesOf(Spread, file, 'spreads', parts.spreads, findings)) {
      for (const record of expand(spread, place, context, findings)) {
        keep('records', record.key, place);
        demo.records.push(record);
      }
    }
    for (const [one, place] of entriesOf(Commitment, file, 'commitments', parts.commitments, findings)) {
      keep('commitments', one.code, place);
      demo.commitments.push(one);
    }
    for (const [one, place] of entriesOf(SiteArticle, file, 'articles', parts.articles, findings)) {
      keep('articles', one.code, place);
      demo.articles.push(one);
    }
  }
  for (const { code, record } of demo.articles) {
    if (record === undefined || places.has(`records/${record}`)) continue;
    const place = places.get(`articles/${code}`) ?? code;
    findings.add(
      'demo_article_record',
      place,
      `没有编号为“${record}”的工作记录`,
      `there is no record with the key "${record}"`,
    );
  }
  return { demo, placeOf: (part, code) => places.get(`${part}/${code}`) ?? code };
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}

/** What fits the schema, each with its place; the rest becomes findings. */
function entriesOf<Schema extends z.ZodType>(
  schema: Schema,
  file: YamlFile,
  part: string,
  given: readonly unknown[],
  findings: Findings,
): [z.output<Schema>, string][] {
  return given.flatMap((one, at): [z.output<Schema>, string][] => {
    const entry = fit(schema, file, [part, at], one, findings);
    return entry === undefined ? [] : [[entry, file.placeOf([part, at])]];
  });
}

function expand(spread: Spread, place: string, context: SpreadContext, findings: Findings): DemoRecord[] {
  try {
    return expandSpread(spread, context);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const one of error.problems)
      findings.add(one.code, `${place} ${one.place ?? spread.key}`, one.text.zh, one.text.en);
    return [];
  }
}
