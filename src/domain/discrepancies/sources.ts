import type { Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import { compileSummary } from '#domain/summary/compile.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { findRound, readTemplate } from '#domain/summary/store.ts';
import type { Unit } from '#domain/units/tree.ts';
import { refuse } from '#kernel/problem.ts';
import { type Window, windowText } from '#kernel/window.ts';
import type { SourceName } from './model.ts';
import { textOfSections } from './source-text.ts';

/** What is to be checked. */
export type SourceRequest =
  | {
      readonly kind: 'text';
      readonly title?: string | undefined;
      readonly text: string;
      readonly unit: Unit;
      readonly window: Window;
    }
  | { readonly kind: 'round'; readonly unit: Unit; readonly window: Window }
  | { readonly kind: 'edition'; readonly code: string };

/** A source with its text; stretches that are figures by reference come with their questions. */
export interface Source {
  readonly name: SourceName;
  readonly unit: Unit;
  readonly window: Window;
  readonly text: string;
  readonly figures: readonly { readonly start: number; readonly end: number; readonly question: FigureQuestion }[];
}

/** Reads what is to be checked. Raises ProblemError for an edition that the actor cannot see. */
export async function readSource(tx: Tx, organisation: Organisation, request: SourceRequest): Promise<Source> {
  if (request.kind === 'text') {
    const { text, unit, window } = request;
    const title = request.title?.trim() || firstLine(text);
    return { name: { kind: 'text', key: title, title }, unit, window, text, figures: [] };
  }
  return request.kind === 'round'
    ? await readRound(tx, organisation, request.unit, request.window)
    : await readEdition(tx, organisation, request.code);
}

/** The key under which the findings of a unit's summary of a window are kept. */
export function roundKey(unit: Unit, window: Window): string {
  return `${unit.code} ${windowText(window)}`;
}

async function readRound(tx: Tx, organisation: Organisation, unit: Unit, window: Window): Promise<Source> {
  const round = await findRound(tx, unit, window);
  const summary = await compileSummary(tx, organisation, {
    unit,
    window,
    template: await readTemplate(tx, round?.template),
    ...(round && { windows: round.windows, title: round.title }),
  });
  const { text, figures } = textOfSections(summary.title, summary.sections, summary.figures);
  return {
    name: { kind: 'round', key: roundKey(unit, window), title: summary.title },
    unit,
    window,
    text,
    figures: figures.map(({ start, end, figure }) => ({ start, end, question: summary.figures[figure]!.question })),
  };
}

/** A frozen edition's numbers are read like any text: what was right then may no longer agree with the ledger. */
async function readEdition(tx: Tx, { tree }: Organisation, code: string): Promise<Source> {
  const row = await tx
    .selectFrom('edition')
    .select(['canonical', 'unit_id'])
    .where('code', '=', code)
    .executeTakeFirst();
  if (!row) return refuse('edition_unknown', { zh: `没有发布版 ${code}`, en: `there is no edition ${code}` });
  const edition = JSON.parse(row.canonical) as Edition;
  const { text } = textOfSections(edition.title, edition.sections, edition.figures);
  return {
    name: { kind: 'edition', key: code, title: edition.title },
    unit: tree.byId(row.unit_id),
    window: edition.window,
    text,
    figures: [],
  };
}

function firstLine(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.trim().slice(0, 60) || '（无标题）';
}
