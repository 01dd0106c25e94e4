import type { Text } from '#kernel/text.ts';

/** One option of a command, declared once: read, checked and printed in the help from here. */
export interface Option {
  readonly name: string;
  readonly type: 'string' | 'boolean';
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly meaning: Text;
}

export interface Command {
  /** The words after `taizhang`: `summary compile`. */
  readonly name: string;
  readonly meaning: Text;
  readonly options: readonly Option[];
  /** What stands after the options, for the usage line: `[FILE|-]`. */
  readonly operands?: string;
  /** Runs the command and returns its exit code. Raises ProblemError for bad input, CannotRun when it cannot start. */
  run(input: Input): Promise<number>;
}

export interface Input {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly operands: readonly string[];
  /** Progress and remarks go to standard error; results alone to standard output. */
  readonly say: (line: string) => void;
}

/** The text value of an option that the command has declared. */
export function textOf(input: Input, name: string): string | undefined {
  const value = input.values[name];
  return typeof value === 'string' ? value : undefined;
}
