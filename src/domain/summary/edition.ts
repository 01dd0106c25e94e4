import type { Db, Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Figure } from '#domain/figures/model.ts';
import { canonicalJson, type Json, sha256 } from '#kernel/canonical.ts';
import { refuse } from '#kernel/problem.ts';
import type { Edition, EditionFigure } from './edition-model.ts';
import type { Summary } from './model.ts';

/** A summary as an edition: every figure with the names and numbers it has now. The same summary gives the same bytes. */
export async function makeEdition(
  db: Db | Tx,
  organisation: Organisation,
  summary: Summary,
  code: string,
  frozenAt: Date,
): Promise<Edition> {
  const titles = await readTitles(db, summary.figures);
  const names = await readNames(db, summary.figures);
  return {
    format: 'taizhang.edition.1',
    code,
    title: summary.title,
    unit: summary.unit,
    window: summary.window,
    windows: summary.windows,
    frozenAt: `${frozenAt.toISOString().slice(0, 19)}Z`,
    sections: summary.sections,
    figures: summary.figures.map((figure, index) => frozenFigure(figure, index, organisation, titles, names)),
    notes: summary.notes,
  };
}

/** The bytes that stand for an edition, and their hash. */
export function sealEdition(edition: Edition): { canonical: string; sha256: string } {
  const canonical = canonicalJson(edition as unknown as Json);
  return { canonical, sha256: sha256(canonical) };
}

/** Freezes an edition: from now on it is never edited. Raises ProblemError when the actor may not, or the code is taken. */
export async function freezeEdition(
  tx: Tx,
  actor: Actor,
  organisation: Organisation,
  edition: Edition,
  round: number | null,
): Promise<string> {
  const unit = organisation.tree.find(edition.unit.code)!;
  if (!can(actor, 'freeze', { scope: organisation.tree.chainOn(unit, edition.window.to) })) {
    refuse('forbidden', { zh: '您的职务不能定稿这份小结', en: 'your posts do not let you freeze this summary' });
  }
  const { canonical, sha256: hash } = sealEdition(edition);
  const taken = await tx.selectFrom('edition').select('id').where('code', '=', edition.code).executeTakeFirst();
  if (taken)
    refuse('edition_exists', {
      zh: `发布版 ${edition.code} 已经定稿，不能覆盖；请另起一版`,
      en: `edition ${edition.code} is frozen already; make a new one`,
    });
  await tx
    .insertInto('edition')
    .values({
      code: edition.code,
      round_id: round,
      unit_id: unit.id,
      title: edition.title,
      canonical,
      sha256: hash,
      frozen_at: edition.frozenAt,
      frozen_by: actor.accountId === 0 ? null : actor.accountId,
    })
    .execute();
  return hash;
}

/** Puts a frozen edition on the public site from that moment on. */
export async function publishEdition(
  tx: Tx,
  actor: Actor,
  organisation: Organisation,
  code: string,
  at: Date,
): Promise<void> {
  const row = await tx
    .selectFrom('edition')
    .select(['unit_id', 'published_at'])
    .where('code', '=', code)
    .executeTakeFirst();
  if (!row) refuse('edition_unknown', { zh: `没有发布版 ${code}`, en: `there is no edition ${code}` });
  if (!can(actor, 'publish', { scope: [row.unit_id, ...above(organisation, row.unit_id)] })) {
    refuse('forbidden', { zh: '您的职务不能发布这份小结', en: 'your posts do not let you publish this summary' });
  }
  if (row.published_at) return;
  await tx.updateTable('edition').set({ published_at: at }).where('code', '=', code).execute();
}

function above({ tree }: Organisation, unitId: number): number[] {
  const unit = tree.byId(unitId);
  return unit.path.split('/').map((code) => tree.find(code)!.id);
}

function frozenFigure(
  figure: Figure,
  index: number,
  { tree, catalogue }: Organisation,
  titles: ReadonlyMap<number, string>,
  names: ReadonlyMap<string, string>,
): EditionFigure {
  const { question } = figure;
  const named = (code: string) => ({ code, name: tree.find(code)!.name });
  return {
    id: `f${index + 1}`,
    measure: question.measure,
    label: figure.label,
    counterWord: figure.counterWord,
    unit: named(question.unit),
    ...(question.union && { union: question.union.map(named) }),
    window: question.window,
    ...(question.classes && {
      classes: Object.entries(question.classes).map(([family, code]) => ({
        family: catalogue.family(family)!.label,
        label: catalogue.labelOf(family, code)!,
      })),
    }),
    ...(question.person !== undefined && { person: names.get(question.person) ?? question.person }),
    ...(question.record !== undefined && { record: { id: question.record, title: titles.get(question.record) ?? '' } }),
    precision: question.precision,
    basis: 'verified_records',
    claimed: figure.claimed,
    value: figure.value,
    text: figure.text,
    records: figure.records,
  };
}

async function readTitles(db: Db | Tx, figures: readonly Figure[]): Promise<Map<number, string>> {
  const ids = figures.flatMap((figure) => (figure.question.record === undefined ? [] : [figure.question.record]));
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('record').select(['id', 'title']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.title]));
}

async function readNames(db: Db | Tx, figures: readonly Figure[]): Promise<Map<string, string>> {
  const codes = figures.flatMap((figure) => (figure.question.person === undefined ? [] : [figure.question.person]));
  if (codes.length === 0) return new Map();
  const rows = await db.selectFrom('person').select(['code', 'name']).where('code', 'in', codes).execute();
  return new Map(rows.map((row) => [row.code, row.name]));
}
