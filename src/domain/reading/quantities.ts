import { cellReader } from './cells.ts';
import { fold } from './fold.ts';
import { cumulativeFlags } from './frames.ts';
import { type Grid, readGrids } from './grids.ts';
import { hedgeApart } from './hedges.ts';
import type { Qualifier, Quantity, UnitAlias } from './model.ts';
import { nameSpans } from './names.ts';
import { nounOf } from './nouns.ts';
import { ownersOf } from './owners.ts';
import { isPersonName } from './personNames.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { settingOf } from './settings.ts';
import type { Span } from './span.ts';
import { findSpans } from './spans.ts';
import { type Block, readStructure } from './structure.ts';

export interface ReadOptions {
  /** Names under which units are written; an owner found under one is given as its `unit`. */
  readonly aliases?: readonly UnitAlias[];
  /** The day on which an alias must hold (`YYYY-MM-DD`); without it every alias does. */
  readonly on?: string;
}

/**
 * Every quantity of a text, in order, none overlapping: prose and the number cells of plain tables. Offsets are UTF-16
 * positions in `text`. Takes time in proportion to the length of the text, whatever stands in it. Raises nothing.
 */
export function readQuantities(text: string, options: ReadOptions = {}): Quantity[] {
  const folded = fold(text);
  const grids = readGrids(folded);
  const aliases = (options.aliases ?? []).filter((alias) => holds(alias, options.on));
  const found: Quantity[] = [];
  const rows = rowsByStart(text, folded, grids);
  for (const block of readStructure(folded, { aliases, grids })) {
    const cells = rows.get(block.start)?.(block.section) ?? [];
    found.push(...cells);
    for (const quantity of blockQuantities(text, folded, block)) {
      if (!cells.some((cell) => cell.start <= quantity.start && quantity.start < cell.end)) found.push(quantity);
    }
  }
  found.sort((left, right) => left.start - right.start);
  if (aliases.length === 0) return found;
  const units = new Map(aliases.map((alias) => [alias.name, alias.unit]));
  return found.map((quantity) =>
    units.has(quantity.owner) ? { ...quantity, owner: units.get(quantity.owner)! } : quantity,
  );
}

type RowReader = (section: string) => Quantity[];

function rowsByStart(text: string, folded: string, grids: readonly Grid[]): Map<number, RowReader> {
  const readers = new Map<number, RowReader>();
  for (const grid of grids) {
    const read = cellReader(folded, grid);
    for (const row of grid.rows) {
      readers.set(row[0]!.start, (section) =>
        read(row).map(({ span, owner, noun }) =>
          quantityOf(text, span, { cumulative: false, owner, noun, section, setting: {} }),
        ),
      );
    }
  }
  return readers;
}

function holds({ from, to }: UnitAlias, on: string | undefined): boolean {
  return on === undefined || ((from === undefined || from <= on) && (to === undefined || on <= to));
}

function blockQuantities(text: string, folded: string, block: Block): Quantity[] {
  const names = nameSpans(folded, block.start, block.end);
  const spans = findSpans(folded, block.start, block.end, names);
  return sentencesOf(folded, block.start, spans).flatMap((sentence) =>
    sentenceQuantities(text, folded, block, sentence),
  );
}

function sentenceQuantities(text: string, folded: string, block: Block, { start, spans }: Sentence): Quantity[] {
  const flags = cumulativeFlags(folded, start, spans);
  const owners = ownersOf(folded, start, spans, block.lead);
  let previousEnd = start;
  let noun = '';
  return spans.map((span, index) => {
    const setting = settingOf(folded, start, previousEnd, span);
    const nextStart = spans[index + 1]?.start ?? block.end;
    const named = nounOf(folded, previousEnd, nextStart, span, noun);
    // In 共宣讲194场，其中甲33场、乙2场 the persons are whose the lectures are, not what is counted.
    if (named !== owners[index] || !isPersonName(named)) noun = named;
    previousEnd = span.end;
    return quantityOf(text, span, {
      cumulative: flags[index]! && !setting.per && !setting.target,
      owner: owners[index]!,
      noun,
      section: block.section,
      setting,
      ...(span.qualifier === 'exact' && { limit: hedgeApart(folded, span.start) }),
    });
  });
}

interface Surroundings {
  readonly cumulative: boolean;
  readonly owner: string;
  readonly noun: string;
  readonly section: string;
  readonly setting: Pick<Quantity, 'per' | 'appliesTo' | 'target'>;
  /** A limit that stands apart from the number. */
  readonly limit?: Qualifier | undefined;
}

function quantityOf(
  text: string,
  span: Span,
  { cumulative, owner, noun, section, setting, limit }: Surroundings,
): Quantity {
  const quantity: Mutable<Quantity> = {
    start: span.start,
    end: span.end,
    text: text.slice(span.start, span.end),
    value: span.value,
    qualifier: limit ?? (span.qualifier === 'exact' && cumulative ? 'cumulative' : span.qualifier),
    cumulative,
    unit: unitOf(text, span),
    kind: span.kind,
    noun,
    owner,
    section,
  };
  if (span.valueMax !== undefined) quantity.valueMax = span.valueMax;
  if (span.scale !== undefined) quantity.scale = span.scale;
  if (setting.per !== undefined) quantity.per = setting.per;
  if (setting.appliesTo !== undefined) quantity.appliesTo = setting.appliesTo;
  if (setting.target) quantity.target = true;
  if (span.indefinite) quantity.indefinite = true;
  if (span.conflicting) quantity.conflictingQualifiers = true;
  return quantity;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The unit as it is written in the text itself, which may be full-width or traditional. */
function unitOf(text: string, { unit, unitStart }: Span): string {
  const written = unitStart < 0 ? unit : text.slice(unitStart, unitStart + unit.length);
  if (written === '％') return '%';
  return written === '人口' ? '人' : written;
}
