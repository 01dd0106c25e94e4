import { auditArchive, auditVerify } from './audit.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { generate } from './generate.ts';
import { importAcceptCommand, importPreviewCommand, importTemplateCommand, importUndoCommand } from './import.ts';
import { readQuantitiesCommand } from './read.ts';
import { summaryCompile } from './summary.ts';
import { tallyVerify } from './tally.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  summaryCompile,
  tallyVerify,
  auditVerify,
  auditArchive,
  check,
  readQuantitiesCommand,
  importTemplateCommand,
  importPreviewCommand,
  importAcceptCommand,
  importUndoCommand,
  generate,
];
