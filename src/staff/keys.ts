import { useEffect, useEffectEvent } from 'react';

/** Single keys as commands, as long as nobody is typing and no dialog is open. */
export function useKeys(commands: Readonly<Record<string, () => void>>, active = true): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const typing =
      target.closest(
        'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="dialog"]',
      ) !== null;
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const command = commands[event.key.toLowerCase()];
    // A focused link or button keeps its own Enter.
    if (!command || (event.key === 'Enter' && target.closest('a, button'))) return;
    event.preventDefault();
    command();
  });
  useEffect(() => {
    if (!active) return;
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [active]);
}

/** Moves a place in a list by one and brings that row into view. */
export function step(ids: readonly number[], current: number | undefined, by: 1 | -1): number | undefined {
  if (ids.length === 0) return undefined;
  const at = current === undefined ? -1 : ids.indexOf(current);
  const next = ids[Math.min(Math.max(at + by, 0), ids.length - 1)]!;
  document.getElementById(`record-${next}`)?.scrollIntoView({ block: 'nearest' });
  return next;
}
