import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ruleCodes } from '#domain/agreement/rules.ts';
import { discrepancyStates, sourceKinds } from '#domain/discrepancies/model.ts';
import { Moment, TextShape, UnitCode, UnitName, WindowShape, WindowText } from './common.ts';
import { QuestionShape } from './figures.ts';

const tags = ['agreement'];

export const RuleShape = z.enum(ruleCodes);
export const SeverityShape = z.enum(['conflict', 'doubt', 'note']);
export const SpanShape = z.object({
  start: z.number().int().meta({ description: 'UTF-16 offset in the text' }),
  end: z.number().int(),
  text: z.string(),
});

/** What is to be checked: a text that is given, a unit's summary as it compiles now, or a frozen edition. */
export const SourceShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    title: z.string().max(120).optional(),
    text: z.string().min(1).max(300_000),
    unit: UnitCode,
    window: WindowText,
  }),
  z.object({ kind: z.literal('round'), unit: UnitCode, window: WindowText }),
  z.object({ kind: z.literal('edition'), code: z.string().min(1).max(100) }),
]);
export const SourceNameShape = z.object({ kind: z.enum(sourceKinds), key: z.string(), title: z.string() });

const FindingShape = z.object({
  fingerprint: z.string(),
  rule: RuleShape,
  severity: SeverityShape,
  message: TextShape,
  spans: z.array(SpanShape),
  sides: z.tuple([z.string(), z.string()]).optional(),
  holds: z.literal(true).optional(),
  question: QuestionShape.optional(),
  /** The discrepancy that the finding is kept as. */
  discrepancy: z.object({ id: z.number().int(), state: z.enum(discrepancyStates) }).optional(),
});

const NumberShape = SpanShape.extend({
  state: z.enum(['matched', 'unsupported', 'conflicting']),
  question: QuestionShape.optional(),
  record: z.number().int().optional(),
  counted: z.string().optional(),
  difference: z.number().optional(),
  why: TextShape,
});

const RuleUseShape = z.object({
  rule: RuleShape,
  severity: SeverityShape,
  label: TextShape,
  meaning: TextShape,
  decided: z.number().int(),
  dismissed: z.number().int(),
  open: z.number().int(),
  /** Dismissed so often that it does more harm than good. */
  noisy: z.boolean(),
  retired: z.object({ unit: UnitName, by: z.string(), at: Moment, reason: z.string() }).nullable(),
});

export const agreement = {
  check: oc
    .route({ method: 'POST', path: '/agreement/check', tags, summary: 'Check a text, a summary or an edition' })
    .input(
      z.object({
        source: SourceShape,
        ledger: z.boolean().default(true).meta({ description: 'also against verified records and earlier editions' }),
      }),
    )
    .output(
      z.object({
        source: SourceNameShape,
        unit: UnitName,
        window: WindowShape,
        text: z.string(),
        findings: z.array(FindingShape),
        numbers: z.array(NumberShape).meta({ description: 'one for each number; empty without the ledger' }),
        counts: z.object({ matched: z.number(), unsupported: z.number(), conflicting: z.number() }),
        retired: z.array(RuleShape),
        mayOpen: z.boolean(),
      }),
    ),
  rules: oc
    .route({
      method: 'GET',
      path: '/agreement/rules',
      tags,
      summary: 'The rules, how often each is dismissed, and which are retired',
    })
    .input(z.object({ unit: UnitCode }))
    .output(z.object({ unit: UnitName, rules: z.array(RuleUseShape), mayRetire: z.boolean() })),
  retire: oc
    .route({
      method: 'POST',
      path: '/agreement/rules/{rule}/retirement',
      tags,
      summary: 'Stop a rule for a unit and all below it',
    })
    .input(z.object({ rule: RuleShape, unit: UnitCode, reason: z.string().max(500) }))
    .output(z.object({ rule: RuleShape })),
  restore: oc
    .route({ method: 'DELETE', path: '/agreement/rules/{rule}/retirement', tags, summary: 'Bring a retired rule back' })
    .input(z.object({ rule: RuleShape, unit: UnitCode }))
    .output(z.object({ rule: RuleShape })),
};
