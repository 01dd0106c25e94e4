import type { RecordDraft } from '#domain/records/model.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';

/**
 * What becomes of a quantity of a document; each is in exactly one state. A quantity whose proposal is left out is unused
 * again.
 */
export const quantityStates = ['used', 'total', 'background', 'unused'] as const;
export type QuantityState = (typeof quantityStates)[number];

export const itemStates = ['open', 'accepted', 'joined', 'left'] as const;
export type ItemState = (typeof itemStates)[number];

/** A stretch of the document's text, in UTF-16 positions. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A record as it is proposed; its key is made when it is accepted. */
export type ProposedDraft = Omit<RecordDraft, 'key' | 'generated'>;

/** What a stated total can be compared with. */
export interface TotalQuestion {
  readonly measure: string;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly classes: Readonly<Record<string, string>>;
  readonly person?: string;
  /** What the stated number can mean with its hedge; without an end above when it is open. */
  readonly low: number;
  readonly high?: number;
}

/** A quantity as the intake sees it: what it stands for where no proposal uses it, and why. */
export interface SortedQuantity extends Span {
  readonly text: string;
  readonly value: number;
  readonly counter: string;
  readonly noun: string;
  readonly section: string;
  /** Code of the unit it is said of; empty when no known unit is named. */
  readonly unit: string;
  readonly base: Exclude<QuantityState, 'used'>;
  readonly why: Text;
  readonly asks?: TotalQuestion;
}

/** A record that a document proposes, and what it was made of. */
export interface Proposal extends Span {
  readonly section: string;
  /** Places of its quantities among those of the document. */
  readonly quantities: readonly number[];
  readonly draft: ProposedDraft;
  /** Where each part comes from, in sentences. */
  readonly why: readonly Text[];
  /** What a person should look at before taking it. It is not accepted together with others. */
  readonly doubts: readonly Problem[];
}

/** What is wrong with taking a document in, and the limits. */
export const intakeLimits = { characters: 400_000, days: 800 } as const;

/** The state of a quantity: used as long as the proposal that it belongs to is not left out. */
export function stateOf(base: SortedQuantity['base'], item: ItemState | undefined): QuantityState {
  return item === undefined ? base : item === 'left' ? 'unused' : 'used';
}
