import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Question } from './api.ts';

/** All that an address of the desk app can say after the question mark. */
export interface Search {
  readonly unit?: string;
  readonly window?: string;
  readonly kind?: string;
  /** `venue:school,theme:civil` */
  readonly class?: string;
  readonly status?: string;
  readonly highlight?: boolean;
  readonly text?: string;
  readonly person?: string;
  readonly place?: string;
  /** Held by several units together. */
  readonly joint?: boolean;
  /** Columns of the ledger: `day,hosts,status`. */
  readonly columns?: string;
  /** The saved view that the ledger was opened with. */
  readonly view?: number;
  /** Key of the form under way. */
  readonly draft?: string;
  /** The round that reporting is looked at for, by its code. */
  readonly round?: string;
  /** A unit below, of the queue. */
  readonly below?: string;
  /** `all`: not only those whose turn it is at the reader's own units. */
  readonly turn?: string;
  /** `with` or `without` warnings. */
  readonly warned?: string;
  readonly late?: boolean;
  /** Returned or changed before, and in again. */
  readonly again?: boolean;
  /** Accounts with such a post, or in such a state. */
  readonly role?: string;
  readonly state?: string;
  /** The import that is open, or whose records the ledger shows. */
  readonly batch?: number;
  /** Sort of act, part of a name, and open entry of the audit. */
  readonly group?: string;
  readonly who?: string;
  readonly entry?: number;
  /** Not bounded by the window. */
  readonly always?: boolean;
  /** The record that is open. */
  readonly record?: number;
  /** The figure that is open, by its place in the summary. */
  readonly figure?: number;
}

const names = [
  'role',
  'state',
  'unit',
  'window',
  'kind',
  'class',
  'status',
  'text',
  'person',
  'place',
  'columns',
  'draft',
  'round',
  'below',
  'turn',
  'warned',
  'group',
  'who',
] as const;

/** Keeps what is known and of the right type; the rest of an address is dropped. */
export function readSearch(given: Record<string, unknown>): Search {
  const texts = Object.fromEntries(
    names.flatMap((name) => (given[name] === undefined || given[name] === '' ? [] : [[name, String(given[name])]])),
  );
  const flags = Object.fromEntries(
    (['highlight', 'always', 'joint', 'late', 'again'] as const).flatMap((name) =>
      given[name] === true ? [[name, true]] : [],
    ),
  );
  const numbers = Object.fromEntries(
    (['record', 'figure', 'view', 'batch', 'entry'] as const).flatMap((name) =>
      Number.isSafeInteger(given[name]) ? [[name, given[name]]] : [],
    ),
  );
  return { ...texts, ...flags, ...numbers };
}

export type Change = { readonly [name in keyof Search]: Search[name] | undefined };

/** The address's search and how to change it; `push` leaves a step to go back to. */
export function useAddress(): { readonly search: Search; readonly change: (to: Change, push?: boolean) => void } {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = (to: Change, push = false) => {
    void navigate({
      to: '.',
      search: ((old: Search) => ({ ...old, ...to })) as never,
      replace: !push,
      resetScroll: false,
    });
  };
  return { search, change };
}

export function readClasses(text: string | undefined): Record<string, string> {
  return Object.fromEntries(
    (text ?? '').split(',').flatMap((one) => (one.includes(':') ? [one.split(':') as [string, string]] : [])),
  );
}

export function writeClasses(classes: Readonly<Record<string, string>>): string | undefined {
  const text = Object.entries(classes)
    .map(([family, code]) => `${family}:${code}`)
    .join(',');
  return text === '' ? undefined : text;
}

/** The ledger with the filters of a figure; undefined where a list by filters cannot be the same set. */
export function ledgerOf(question: Question): Search | undefined {
  if (question.union || question.record !== undefined) return undefined;
  const classes = writeClasses(question.classes ?? {});
  return {
    unit: question.unit,
    window: `${question.window.from}..${question.window.to}`,
    kind: question.measure.split('.')[0]!,
    status: 'verified',
    ...(classes !== undefined && { class: classes }),
    ...(question.person !== undefined && { person: question.person }),
  };
}
