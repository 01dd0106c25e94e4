import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Severity, State } from './data.ts';

export type Tab = 'check' | 'kept' | 'rules';

/** What the address of this screen can say besides unit and window. */
export interface DiscrepancySearch {
  readonly tab?: Tab;
  /** What is checked: the summary of unit and window, or an edition. */
  readonly source?: 'text' | 'round' | 'edition';
  readonly edition?: string;
  readonly state?: State;
  readonly severity?: Severity;
  readonly mine?: boolean;
}

const choices = {
  tab: ['check', 'kept', 'rules'],
  source: ['text', 'round', 'edition'],
  state: ['open', 'explained', 'corrected', 'dismissed'],
  severity: ['conflict', 'doubt', 'note'],
} as const;

export function readDiscrepancySearch(given: Record<string, unknown>): DiscrepancySearch {
  const known = Object.entries(choices).flatMap(([name, all]) =>
    (all as readonly unknown[]).includes(given[name]) ? [[name, given[name]]] : [],
  );
  return {
    ...Object.fromEntries(known),
    ...(typeof given.edition === 'string' && given.edition !== '' && { edition: given.edition }),
    ...(given.mine === true && { mine: true }),
  };
}

export type Change = { readonly [name in keyof DiscrepancySearch]: DiscrepancySearch[name] | undefined };

export function useDiscrepancyAddress() {
  const search = useSearch({ strict: false }) as DiscrepancySearch;
  const navigate = useNavigate();
  const change = (to: Change, push = false) => {
    void navigate({
      to: '.',
      search: ((old: DiscrepancySearch) => ({ ...old, ...to })) as never,
      replace: !push,
      resetScroll: false,
    });
  };
  return { search, change };
}
