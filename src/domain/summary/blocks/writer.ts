import type { Organisation } from '#domain/classes/organisation.ts';
import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import { type Window, windowInWords } from '#kernel/window.ts';
import type { Inline, SummaryBlock, ToldRecord } from '../model.ts';
import type { BlockOf, BlockTemplate } from '../template.ts';
import { parseText, questionOf } from '../token.ts';

/** What the writers of blocks are given: the summary in the making. */
export interface Draft {
  readonly organisation: Organisation;
  readonly unit: Unit;
  /** The summary's own unit and the units below it that give a paragraph each, in tree order. */
  readonly contributors: readonly Unit[];
  readonly section: string;
  windowOf(name?: string): Window;
  /** Verified records worth telling of in the window, by contributor; the weightiest first. */
  readonly told: ReadonlyMap<string, readonly ToldRecord[]>;
  readonly people: readonly {
    readonly code: string;
    readonly name: string;
    readonly post: string;
    readonly unit: string;
  }[];
  readonly commitments: readonly { readonly title: string }[];
  /** Distinct texts of a field on lectures and the like, by unit: outlets named in the table. */
  textsOf(unit: Unit, field: string): readonly string[];
  /** Puts a figure on the summary's list and gives the inline that shows it. */
  place(figure: Figure): Inline;
}

/**
 * Writes one type of block. It says first which figures it needs, so that all of them are read together, and then writes
 * with the answers. A block with nothing to say writes nothing.
 */
export interface BlockWriter<Type extends BlockTemplate['type']> {
  ask(block: BlockOf<Type>, draft: Draft): readonly FigureQuestion[];
  write(block: BlockOf<Type>, draft: Draft, answer: (question: FigureQuestion) => Figure): readonly SummaryBlock[];
}

/** A text with its tokens turned into figures. `names` fills plain names such as {unit}. */
export function inlinesOf(
  text: string,
  unit: string,
  draft: Draft,
  answer: (question: FigureQuestion) => Figure,
  names: Readonly<Record<string, string | readonly Inline[]>> = {},
): Inline[] {
  return parseText(text).flatMap((part): readonly Inline[] => {
    if ('words' in part) return [part.words];
    if ('token' in part) return [draft.place(answer(questionOf(part.token, unit, draft.windowOf)))];
    const named = names[part.name] ?? windowWords(part.name, draft);
    return named === undefined ? [`{${part.name}}`] : typeof named === 'string' ? [named] : named;
  });
}

/** {window} and {window_media}: the summary's window, or one of its parts', in words. */
function windowWords(name: string, draft: Draft): string | undefined {
  if (name === 'window') return windowInWords(draft.windowOf());
  return name.startsWith('window_') ? windowInWords(draft.windowOf(name.slice('window_'.length))) : undefined;
}

/** Code of the unit that a block counts for: the summary's own, or the one of that kind directly under it. Undefined when there is none. */
export function holderOf(kind: string | undefined, { organisation, unit }: Draft): string | undefined {
  if (kind === undefined) return unit.code;
  return organisation.tree.childrenOf(unit).find((child) => child.kind === kind)?.code;
}

/** The same choice for the same place each time; different places choose differently. */
export function choose<Item>(items: readonly Item[], place: string): Item {
  let hash = 0;
  for (const character of place) hash = (hash * 31 + character.codePointAt(0)!) % 1_000_003;
  return items[hash % items.length]!;
}

/** Neighbouring words joined, empty ones dropped. */
export function tidy(inlines: readonly Inline[]): Inline[] {
  const tidied: Inline[] = [];
  for (const inline of inlines) {
    const last = tidied.at(-1);
    if (typeof inline === 'string' && typeof last === 'string') tidied[tidied.length - 1] = last + inline;
    else if (inline !== '') tidied.push(inline);
  }
  return tidied;
}

/** Puts `mark` between the items and nothing before or after. */
export function joined(items: readonly (readonly Inline[])[], mark: string): Inline[] {
  return items.flatMap((item, index) => (index === 0 ? item : [mark, ...item]));
}
