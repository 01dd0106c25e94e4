import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Measure } from '#domain/classes/model.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { type CellSum, sumCells } from '#domain/tallies/store.ts';
import { refuse } from '#kernel/problem.ts';
import { windowText } from '#kernel/window.ts';
import { hedged, plain } from './hedge.ts';
import type { Figure, FigureQuestion } from './model.ts';

/**
 * Answers the questions in their order. Additive measures are read from the tallies, one statement for each window, so
 * that a hundred figures of one window cost one read; questions about a person or one record are summed from the records.
 * Raises ProblemError for a measure, unit or class that does not exist.
 */
export async function evaluateFigures(
  db: Db | Tx,
  organisation: Organisation,
  asked: readonly FigureQuestion[],
): Promise<Figure[]> {
  for (const question of asked) check(question, organisation);
  const questions = asked.map((question) => withoutNested(question, organisation));
  const facets = await readFacets(db);
  const sums = await readSums(db, organisation, facets, questions);
  const figures: Figure[] = [];
  for (const question of questions) {
    const counted =
      question.person !== undefined || question.record !== undefined
        ? await countRecords(db, organisation, question)
        : countCells(sums, facets, organisation, question);
    const twice = question.union ? await countOverlap(db, organisation, question) : undefined;
    if (twice) subtract(counted, twice);
    figures.push(figureOf(question, counted, organisation));
  }
  return figures;
}

/** A unit inside another of the same union adds nothing of its own. */
function withoutNested(question: FigureQuestion, { tree }: Organisation): FigureQuestion {
  if (!question.union) return question;
  const units = question.union.map((code) => tree.find(code)!);
  const outer = units.filter((unit) => !units.some((other) => other !== unit && tree.isUnder(unit, other)));
  return { ...question, union: [...new Set(outer.map((unit) => unit.code))] };
}

export interface Counted {
  n: number;
  readonly values: Record<Slot, number>;
}

export interface Facet {
  readonly id: number;
  readonly kind: string;
  readonly classes: Readonly<Record<string, string>>;
}

/** Every combination of kind and classes that occurs. */
async function readFacets(db: Db | Tx): Promise<ReadonlyMap<number, Facet>> {
  const rows = await db.selectFrom('facet').selectAll().execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether records of this facet are among those of a kind with these classes. */
function matchesFacet(facet: Facet, kind: string, classes: Readonly<Record<string, string>>): boolean {
  return facet.kind === kind && Object.entries(classes).every(([family, code]) => facet.classes[family] === code);
}

/** A figure from what was counted: scaled, hedged, and hidden where it would tell of too few people. */
export function figureOf(question: FigureQuestion, counted: Counted, { catalogue }: Organisation): Figure {
  const measure = catalogue.measure(question.measure);
  const kind = kinds[question.measure.split('.')[0] as KindCode];
  const raw = measure ? (measure.slot === null ? 0 : counted.values[`m${measure.slot}` as Slot]) : counted.n;
  const value = raw / (measure?.scale ?? 1);
  const counterWord = measure?.unit ?? '条';
  const hidden = measure?.smallCell != null && value > 0 && value < measure.smallCell;
  return {
    question,
    label: measure?.label ?? { zh: `${kind.label.zh}记录`, en: `${kind.label.en} records` },
    counterWord,
    value: hidden ? null : value,
    text: hidden
      ? `少于${measure.smallCell}${counterWord}`
      : question.precision === 'hedged'
        ? hedged(value, counterWord)
        : `${plain(value)}${counterWord}`,
    records: hidden ? null : counted.n,
    claimed: measure?.claimed ?? false,
  };
}

function check(
  { measure, unit, union = [], classes = {}, window }: FigureQuestion,
  { tree, catalogue }: Organisation,
): void {
  const [kind = '', field] = measure.split('.');
  const found: Measure | undefined = catalogue.measure(measure);
  if (!(kind in kinds) || (field !== 'records' && !found))
    refuse('measure_unknown', { zh: `没有“${measure}”这个指标`, en: `there is no measure ${measure}` });
  if (found && found.additive !== 'sum')
    refuse('measure_not_additive', {
      zh: `“${found.label.zh}”不能相加，请用去重统计`,
      en: `${found.label.en} cannot be summed`,
    });
  for (const code of [unit, ...union]) {
    if (!tree.find(code)) refuse('unit_unknown', { zh: `没有代码为“${code}”的单位`, en: `there is no unit ${code}` });
  }
  for (const [family, code] of Object.entries(classes)) {
    if (!catalogue.labelOf(family, code))
      refuse('class_unknown', {
        zh: `${windowText(window)}：没有“${family}/${code}”这个类`,
        en: `there is no class ${family}/${code}`,
      });
  }
}

type Sums = ReadonlyMap<string, ReadonlyMap<number, readonly CellSum[]>>;

/** One read for each window and kind, over the units and facets asked about in it; cells by unit. */
async function readSums(
  db: Db | Tx,
  { tree }: Organisation,
  facets: ReadonlyMap<number, Facet>,
  questions: readonly FigureQuestion[],
): Promise<Sums> {
  const fromCells = questions.filter((question) => question.person === undefined && question.record === undefined);
  const sums = new Map<string, Map<number, CellSum[]>>();
  for (const [key, asked] of Map.groupBy(fromCells, readKey)) {
    const units = new Set(asked.flatMap((question) => unitsOf(question).map((code) => tree.find(code)!.id)));
    const kind = kindOf(asked[0]!);
    const wanted = [...new Map(asked.map((one) => [JSON.stringify(one.classes ?? {}), one.classes ?? {}])).values()];
    const fitting = [...facets.values()].filter((facet) =>
      wanted.some((classes) => matchesFacet(facet, kind, classes)),
    );
    const ids = fitting.map((facet) => facet.id);
    sums.set(
      key,
      Map.groupBy(await sumCells(db, [...units], asked[0]!.window, ids), (cell) => cell.unitId),
    );
  }
  return sums;
}

function readKey(question: FigureQuestion): string {
  return `${windowText(question.window)} ${kindOf(question)}`;
}

function kindOf(question: FigureQuestion): string {
  return question.measure.split('.')[0]!;
}

function unitsOf(question: FigureQuestion): readonly string[] {
  return question.union ?? [question.unit];
}

function countCells(
  sums: Sums,
  facets: ReadonlyMap<number, Facet>,
  { tree }: Organisation,
  question: FigureQuestion,
): Counted {
  const cells = sums.get(readKey(question));
  const values = Object.fromEntries(slots.map((slot) => [slot, 0])) as Record<Slot, number>;
  let n = 0;
  for (const code of unitsOf(question)) {
    for (const cell of cells?.get(tree.find(code)!.id) ?? []) {
      if (!matchesFacet(facets.get(cell.facetId)!, kindOf(question), question.classes ?? {})) continue;
      n += cell.n;
      for (const slot of slots) values[slot] += cell.values[slot];
    }
  }
  return { n, values };
}

/** Starts from the person's own records where one is named: few rows, whatever the size of the ledger. */
async function countRecords(db: Db | Tx, { tree }: Organisation, question: FigureQuestion): Promise<Counted> {
  const unit = tree.find(question.unit)!.id;
  const kind = kindOf(question);
  const from =
    question.person === undefined
      ? sql`record r`
      : sql`person JOIN record_person p ON p.person_id = person.id JOIN record r ON r.id = p.record_id`;
  const person = question.person === undefined ? sql`` : sql`AND person.code = ${question.person}`;
  const one = question.record === undefined ? sql`` : sql`AND r.id = ${question.record}`;
  const sums = sql.raw(slots.map((slot) => `coalesce(sum(r.${slot}), 0)::bigint AS ${slot}`).join(', '));
  const { rows } = await sql<{ n: number } & Record<Slot, number>>`
    SELECT count(*) AS n, ${sums} FROM ${from} JOIN facet f ON f.id = r.facet_id
    WHERE r.status = 'verified' AND r.kind = ${kind} AND r.day BETWEEN ${question.window.from} AND ${question.window.to}
      AND f.classes @> ${JSON.stringify(question.classes ?? {})}::jsonb
      AND EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND s.unit_id = ${unit}) ${person} ${one}`.execute(
    db,
  );
  return { n: rows[0]!.n, values: rows[0]! };
}

/** What joint records add more than once when the units of a union are added up. Only joint records are looked at. */
async function countOverlap(db: Db | Tx, { tree }: Organisation, question: FigureQuestion): Promise<Counted> {
  const units = unitsOf(question).map((code) => tree.find(code)!.id);
  const sums = sql.raw(
    slots.map((slot) => `coalesce(sum(r.${slot} * (inside.k - 1)), 0)::bigint AS ${slot}`).join(', '),
  );
  const { rows } = await sql<{ n: number } & Record<Slot, number>>`
    SELECT coalesce(sum(inside.k - 1), 0)::bigint AS n, ${sums} FROM record r JOIN facet f ON f.id = r.facet_id
    CROSS JOIN LATERAL (SELECT count(*) AS k FROM record_scope s WHERE s.record_id = r.id AND s.unit_id = ANY (${units}::int[])) AS inside
    WHERE r.status = 'verified' AND cardinality(r.hosts) > 1 AND inside.k > 1
      AND r.kind = ${kindOf(question)} AND r.day BETWEEN ${question.window.from} AND ${question.window.to}
      AND f.classes @> ${JSON.stringify(question.classes ?? {})}::jsonb`.execute(db);
  return { n: rows[0]!.n, values: rows[0]! };
}

function subtract(counted: Counted, twice: Counted): void {
  counted.n -= twice.n;
  for (const slot of slots) counted.values[slot] -= twice.values[slot];
}
