import type { Edition, EditionFigure } from '#domain/summary/edition-model.ts';
import type { Inline, SummaryBlock } from '#domain/summary/model.ts';
import { windowText } from '#kernel/window.ts';

/** A figure with its place in the edition's list. */
export interface PlacedFigure {
  readonly place: number;
  readonly figure: EditionFigure;
}

/**
 * The figures that say most about the whole: of each kind the first that counts the edition's own unit without any
 * filter, or with the fewest; of these the largest, the largest first.
 */
export function headlineFigures(edition: Edition, count: number): PlacedFigure[] {
  const whole = placed(edition).filter(
    ({ figure }) =>
      figure.unit.code === edition.unit.code &&
      !figure.person &&
      !figure.record &&
      !figure.claimed &&
      (figure.value ?? 0) > 0,
  );
  const byKind = [...Map.groupBy(whole, ({ figure }) => figure.measure.split('.')[0]!).values()];
  const chosen = byKind.map((figures) => figures.reduce((best, one) => (filters(one) < filters(best) ? one : best)));
  return chosen.sort((left, right) => right.figure.value! - left.figure.value!).slice(0, count);
}

function filters({ figure }: PlacedFigure): number {
  return figure.classes?.length ?? 0;
}

/** One measure in one window for as many of the units as possible: what their tiles show. Undefined when fewer than two have it. */
export function tileFigures(
  edition: Edition,
  unitCodes: readonly string[],
): ReadonlyMap<string, PlacedFigure> | undefined {
  const wanted = new Set(unitCodes);
  const plain = placed(edition).filter(
    ({ figure }) =>
      wanted.has(figure.unit.code) &&
      !figure.person &&
      !figure.record &&
      !figure.classes &&
      !figure.union &&
      figure.value !== null,
  );
  const series = [...Map.groupBy(plain, ({ figure }) => `${figure.measure} ${windowText(figure.window)}`).values()].map(
    (figures) => new Map(figures.map((one) => [one.figure.unit.code, one])),
  );
  const best = series.reduce<Map<string, PlacedFigure> | undefined>(
    (most, one) => (one.size > (most?.size ?? 1) ? one : most),
    undefined,
  );
  return best;
}

/** Places of the figures that a section shows, each once, in the order of the text. */
export function figuresOfSection(blocks: readonly SummaryBlock[]): number[] {
  const inlines = blocks.flatMap((block): readonly Inline[] =>
    block.type === 'paragraph' ? block.inlines : [...block.rows.flat(), ...(block.totals ?? [])],
  );
  return [...new Set(inlines.flatMap((inline) => (typeof inline === 'string' ? [] : [inline.figure])))];
}

/** Titles of the sections that show a figure, by its place. */
export function sectionsByFigure(edition: Edition): ReadonlyMap<number, readonly string[]> {
  const shown = edition.sections.flatMap((section) =>
    figuresOfSection(section.blocks).map((place) => ({ place, title: section.title })),
  );
  return new Map(
    [...Map.groupBy(shown, (one) => one.place)].map(([place, ones]) => [place, ones.map((one) => one.title)]),
  );
}

function placed(edition: Edition): PlacedFigure[] {
  return edition.figures.map((figure, place) => ({ place, figure }));
}
