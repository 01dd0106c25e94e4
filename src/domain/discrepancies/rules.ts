import type { Finding } from '#domain/agreement/model.ts';
import { sha256 } from '#kernel/canonical.ts';
import type { DiscrepancyState, Fingerprinted, SourceName } from './model.ts';

/**
 * Findings with fingerprints that stay the same when the text around them moves: rule, source, unit, the words of the
 * spans and the few words before the first. The same words in two places are told apart by their order.
 */
export function fingerprints(
  source: Pick<SourceName, 'kind' | 'key'>,
  unit: string,
  text: string,
  findings: readonly Finding[],
): Fingerprinted[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const first = finding.spans[0];
    // Within its own sentence, so that what is put before it changes nothing.
    const before = first ? /[^。！？；\n]*$/.exec(text.slice(Math.max(0, first.start - 12), first.start))![0] : '';
    // A finding over the whole text, such as half-width marks, is one however many places it has.
    const words = finding.severity === 'note' ? [] : finding.spans.map((span) => span.text.slice(0, 200));
    const parts = [source.kind, source.key, unit, finding.rule, before.replace(/\s/g, ''), ...words];
    const same = JSON.stringify(parts);
    const order = seen.get(same) ?? 0;
    seen.set(same, order + 1);
    return { fingerprint: sha256(`${same}${order}`), finding };
  });
}

const mayBecome = {
  open: ['explained', 'corrected', 'dismissed'],
  explained: ['open'],
  corrected: ['open'],
  dismissed: ['open'],
} as const satisfies Record<DiscrepancyState, readonly DiscrepancyState[]>;

export function isStateAllowed(from: DiscrepancyState, to: DiscrepancyState): boolean {
  return (mayBecome[from] as readonly DiscrepancyState[]).includes(to);
}

/** From this share on, and this many decisions, people dismiss a rule more than they use it. */
export function isNoisy({ decided, dismissed }: { readonly decided: number; readonly dismissed: number }): boolean {
  return decided >= 5 && dismissed / decided >= 0.6;
}
