import { useCallback, useMemo, useState } from 'react';
import type { Selection } from './ledger-table.tsx';

export interface Chosen extends Selection {
  /** The chosen rows; empty where everything that matches is chosen. */
  readonly ids: readonly number[];
  /** Everything that matches the filters, also what is not shown yet. */
  readonly everything: boolean;
  readonly chooseEverything: () => void;
  readonly clear: () => void;
}

/** Which records are chosen, among the rows shown. Forgotten when `about` changes: it was said of another list. */
export function useSelection(shown: readonly number[], about: string): Chosen {
  const [state, setState] = useState<{ about: string; ids: ReadonlySet<number>; everything: boolean }>({
    about,
    ids: new Set(),
    everything: false,
  });
  const { ids, everything } = state.about === about ? state : { ids: new Set<number>(), everything: false };
  const set = useCallback(
    (next: ReadonlySet<number>, all = false) => setState({ about, ids: next, everything: all }),
    [about],
  );
  return useMemo(() => {
    const has = (id: number) => everything || ids.has(id);
    const chosen = shown.filter(has).length;
    return {
      ids: [...ids],
      everything,
      has,
      shown: chosen === shown.length && chosen > 0 ? true : chosen > 0 ? 'some' : false,
      toggle: (id) => {
        // Taking one out of everything leaves what is on the screen.
        const next = new Set(everything ? shown : ids);
        if (!next.delete(id)) next.add(id);
        set(next);
      },
      toggleShown: () => set(new Set(chosen === shown.length ? [] : shown)),
      chooseEverything: () => set(new Set(), true),
      clear: () => set(new Set()),
    };
  }, [shown, ids, everything, set]);
}
