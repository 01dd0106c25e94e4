import type { Text } from '#kernel/text.ts';

/** Exit codes of every command, documented in docs/operations.md. */
export const exitCodes = {
  failed: 1,
  usage: 2,
  folderInUse: 3,
  portTaken: 4,
  diskFull: 5,
  databaseUnusable: 6,
} as const;

export type ExitReason = keyof typeof exitCodes;

/** The product cannot start or go on, for a reason the operator can mend. Nothing has been damaged when it is thrown. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly reason: ExitReason;
  readonly text: Text;

  constructor(reason: ExitReason, text: Text) {
    super(text.zh);
    this.reason = reason;
    this.text = text;
  }
}
