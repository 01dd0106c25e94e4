/** A list of words that can be found at a place in a text. The longest word that fits wins. */
export interface WordList {
  /** The longest word starting at `at` that `accepts` lets pass, or ''. */
  readonly at: (text: string, at: number, accepts?: (word: string) => boolean) => string;
  /** The longest word ending just before `end`, or ''. */
  readonly before: (text: string, end: number) => string;
}

/** Builds a list from words separated by blanks. Looking a word up costs the few words that share its first character. */
export function wordList(words: string | readonly string[]): WordList {
  const all = typeof words === 'string' ? words.split(/\s+/).filter((word) => word !== '') : words;
  const byFirst = group(all, (word) => word.charCodeAt(0));
  const byLast = group(all, (word) => word.charCodeAt(word.length - 1));
  return {
    at(text, at, accepts) {
      const candidates = byFirst.get(text.charCodeAt(at));
      return candidates?.find((word) => text.startsWith(word, at) && (accepts === undefined || accepts(word))) ?? '';
    },
    before(text, end) {
      const candidates = byLast.get(text.charCodeAt(end - 1));
      return candidates?.find((word) => end >= word.length && text.startsWith(word, end - word.length)) ?? '';
    },
  };
}

/** Whether one of the characters of `set` stands at the place; false outside the text. */
export function charIn(set: string, text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  for (let index = 0; index < set.length; index++) if (set.charCodeAt(index) === code) return true;
  return false;
}

/** The place of the last character of `set` in the text, or -1. */
export function lastOf(set: string, text: string): number {
  for (let at = text.length - 1; at >= 0; at--) if (charIn(set, text, at)) return at;
  return -1;
}

function group(words: readonly string[], key: (word: string) => number): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const word of words) {
    const list = groups.get(key(word));
    if (list) list.push(word);
    else groups.set(key(word), [word]);
  }
  for (const list of groups.values()) list.sort((a, b) => b.length - a.length);
  return groups;
}
