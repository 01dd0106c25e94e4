import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Item } from './data.ts';

export type Pane = 'source' | 'proposals' | 'rest';

/** What the address of this screen can say besides unit and window. */
export interface IntakeSearch {
  readonly section?: string;
  /** Code of a host: only what is said of it. */
  readonly of?: string;
  readonly show?: Item['state'];
  readonly pane?: Pane;
  /** The proposal that is open. */
  readonly item?: number;
}

const panes: readonly unknown[] = ['source', 'proposals', 'rest'];
const states: readonly unknown[] = ['open', 'accepted', 'joined', 'left'];

export function readIntakeSearch(given: Record<string, unknown>): IntakeSearch {
  return {
    ...(typeof given.section === 'string' && given.section !== '' && { section: given.section }),
    ...(typeof given.of === 'string' && given.of !== '' && { of: given.of }),
    ...(states.includes(given.show) && { show: given.show as Item['state'] }),
    ...(panes.includes(given.pane) && { pane: given.pane as Pane }),
    ...(Number.isSafeInteger(given.item) && { item: given.item as number }),
  };
}

export type Change = { readonly [name in keyof IntakeSearch]: IntakeSearch[name] | undefined };

export function useIntakeAddress() {
  const search = useSearch({ strict: false }) as IntakeSearch;
  const navigate = useNavigate();
  const change = useCallback(
    (to: Change) => {
      void navigate({
        to: '.',
        search: ((old: IntakeSearch) => ({ ...old, ...to })) as never,
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return { search, change };
}
