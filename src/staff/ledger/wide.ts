import { useSyncExternalStore } from 'react';

/** Whether there is room for a record beside the list. */
export function useWide(): boolean {
  return useMedia('(min-width: 1200px)');
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
