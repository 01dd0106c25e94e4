import type { Language, Text } from './text.ts';

/**
 * One thing that is wrong with an input: a stable code for programs, a sentence for people that says what is wrong and
 * what to do, and where it is (`units.csv:12`, `rows/3/date`, `--window`).
 */
export interface Problem {
  readonly code: string;
  readonly text: Text;
  readonly place?: string;
}

/** Carries every problem of one input at once. Raised at borders and by actions; nothing has been written when it is thrown. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((one) => describe(one, 'zh')).join('\n'));
    this.problems = problems;
  }
}

export function problem(code: string, text: Text, place?: string): Problem {
  return place === undefined ? { code, text } : { code, text, place };
}

/** Throws a ProblemError for one problem. */
export function refuse(code: string, text: Text, place?: string): never {
  throw new ProblemError([problem(code, text, place)]);
}

/** The problem as one line, its place first. */
export function describe(one: Problem, language: Language): string {
  return one.place === undefined ? one.text[language] : `${one.place}: ${one.text[language]}`;
}
