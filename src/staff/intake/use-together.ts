import { type RefObject, useEffect } from 'react';

/**
 * Two panes that scroll together: what stands at the top of the one that is being scrolled brings its counterpart to the top
 * of the other. Elements belong together by the number in the attribute of each side.
 */
export function useTogether(
  left: RefObject<HTMLElement | null>,
  right: RefObject<HTMLElement | null>,
  ready: boolean,
): void {
  useEffect(() => {
    const [one, other] = [left.current, right.current];
    if (!ready || !one || !other) return;
    let driver: HTMLElement | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (event: Event) => {
      driver = event.currentTarget as HTMLElement;
    };
    const follow = (event: Event) => {
      if (event.currentTarget !== driver) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (driver === one) align(at(one, '[data-item]')?.dataset.item, other, (n) => `[data-n="${n}"]`);
        else if (driver === other) align(at(other, '[data-n]')?.dataset.n, one, (n) => `[data-item="${n}"]`);
      }, 60);
    };
    const starts = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;
    for (const pane of [one, other]) {
      for (const start of starts) pane.addEventListener(start, take, { passive: true });
      pane.addEventListener('scroll', follow, { passive: true });
    }
    return () => {
      clearTimeout(timer);
      for (const pane of [one, other]) {
        for (const start of starts) pane.removeEventListener(start, take);
        pane.removeEventListener('scroll', follow);
      }
    };
  }, [left, right, ready]);
}

/** The first element of the sort below the top edge of a pane. */
function at(pane: HTMLElement, selector: string): HTMLElement | undefined {
  const { left, top, width } = pane.getBoundingClientRect();
  for (let down = 8; down < 200; down += 24) {
    const found = document.elementFromPoint(left + width / 2, top + down)?.closest<HTMLElement>(selector);
    if (found && pane.contains(found)) return found;
  }
  return undefined;
}

function align(n: string | undefined, pane: HTMLElement, selector: (n: string) => string): void {
  const target = n === undefined ? null : pane.querySelector<HTMLElement>(selector(n));
  if (target) scrollTo(pane, target);
}

/** Brings an element near the top of its pane, without moving the page. */
export function scrollTo(pane: HTMLElement, target: HTMLElement): void {
  const offset = target.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTo({ top: pane.scrollTop + offset - 24 });
}
