import { useSyncExternalStore } from 'react';

/** Whether there is room for a record beside the list. */
export function useWide(): boolean {
  return useMedia('(min-width: 1200px)');
}

/** Whether a list and what is chosen in it stand side by side just now; asked when something is chosen. */
export function hasTwoPanes(): boolean {
  return matchMedia('(min-width: 900px)').matches;
}

/** Whether the window is a phone's. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 899px)');
}

function useMedia(media: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(media);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(media).matches,
  );
}
