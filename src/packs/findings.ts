import { type Problem, ProblemError, problem } from '#kernel/problem.ts';

/** Gathers what is wrong with a pack, so that its author sees all of it at once. */
export class Findings {
  readonly problems: Problem[] = [];

  add(code: string, place: string, zh: string, en: string): void {
    this.problems.push(problem(code, { zh, en }, place));
  }

  /** Runs a reader that throws its problems, and keeps them. */
  keep<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problems.push(...error.problems);
      return undefined;
    }
  }

  throwIfAny(): void {
    if (this.problems.length > 0) throw new ProblemError(this.problems);
  }
}
