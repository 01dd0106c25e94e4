import { type Problem, ProblemError, problem } from '#kernel/problem.ts';

/** Gathers what is wrong with a pack, so that its author sees all of it at once. */
export class Findings {
  readonly problems: Problem[] = [];

  add(code: string, place: string, zh: string, en: string): void {
    this.problems.push(problem(code, { zh, en }, place));
  }

  throwIfAny(): void {
    if (this.problems.length > 0) throw new ProblemError(this.problems);
  }
}
