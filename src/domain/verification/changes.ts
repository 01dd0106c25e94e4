import type { Organisation } from '#domain/classes/organisation.ts';
import { changedParts, type Part } from '#domain/records/merge.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import type { Text } from '#kernel/text.ts';
import { type Names, partLabel, partText } from './parts.ts';

/** One part of a record that was changed, in words. */
export interface Change {
  readonly part: Part;
  readonly label: Text;
  /** Empty where there was, or is, nothing. */
  readonly before: Text;
  readonly after: Text;
}

/** Who changed what with one revision. */
export interface Revised {
  readonly revision: number;
  readonly by: string | null;
  readonly at: Date;
  readonly changes: readonly Change[];
}

/** A part that is not as the reader last saw it, with who changed it last. */
export interface ChangeSince extends Change {
  readonly by: string | null;
  readonly at: Date;
}

/** A version of a record, oldest first in a list. */
export interface Version {
  readonly revision: number;
  readonly account: number | null;
  readonly by: string | null;
  readonly at: Date;
  readonly draft: RecordDraft;
}

/** Part by part what differs between two contents of one record. */
function changesBetween(before: RecordDraft, after: RecordDraft, organisation: Organisation, names: Names): Change[] {
  return changedParts(before, after).map((part) => ({
    part,
    label: partLabel(part, after.kind, organisation) ??
      partLabel(part, before.kind, organisation) ?? { zh: part, en: part },
    before: partText(part, before, organisation, names),
    after: partText(part, after, organisation, names),
  }));
}

/** Who changed what, the latest first. The first version changed nothing. */
export function historyOf(versions: readonly Version[], organisation: Organisation, names: Names): Revised[] {
  return versions
    .slice(1)
    .map(({ revision, by, at, draft }, index) => ({
      revision,
      by,
      at,
      changes: changesBetween(versions[index]!.draft, draft, organisation, names),
    }))
    .reverse();
}

/**
 * What differs from the version that an account saw last, at revision `seen` or by changing it itself. Parts that were changed
 * and changed back are not told.
 */
export function changesSince(
  seen: number,
  account: number,
  versions: readonly Version[],
  organisation: Organisation,
  names: Names,
): ChangeSince[] {
  const own = versions.findLast((one) => one.account === account)?.revision ?? 0;
  const from = versions.findLastIndex((one) => one.revision <= Math.max(seen, own));
  const [base, last] = [versions[from], versions.at(-1)];
  if (!base || !last) return [];
  return changesBetween(base.draft, last.draft, organisation, names).map((change) => {
    const { by, at } = versions.findLast(
      (one, index) => index > from && changedParts(versions[index - 1]!.draft, one.draft).includes(change.part),
    )!;
    return { ...change, by, at };
  });
}
