/** Repeatable chance: the same name gives the same sequence on every machine. Not for secrets. */
export interface Chance {
  /** At least 0, below 1. */
  fraction(): number;
  /** A whole number from 0 to `below` - 1. */
  whole(below: number): number;
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  /** A new array in another order (Fisher-Yates). */
  shuffled<T>(of: readonly T[]): T[];
}

/** A sequence of its own for each name, so that a change to one part of a spread leaves the others as they were. */
export function chance(name: string): Chance {
  const fraction = mulberry32(fnv1a(name));
  const whole = (below: number) => Math.floor(fraction() * below);
  return {
    fraction,
    whole,
    pick: (from) => {
      const one = from[whole(from.length)];
      if (one === undefined) throw new RangeError('nothing to pick from');
      return one;
    },
    shuffled: (of) => {
      const order = [...of];
      for (let at = order.length - 1; at > 0; at -= 1) {
        const other = whole(at + 1);
        [order[at], order[other]] = [order[other]!, order[at]!];
      }
      return order;
    },
  };
}

/** Tommy Ettinger's mulberry32: 32 bits of state, one multiplication chain, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a over UTF-16 units, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
