/** Entries by what sort of act they tell, each sort the beginnings of its actions' names. */
export const auditGroups = {
  sign_in: ['session.'],
  account: ['account.', 'second_factor.', 'password_link.', 'invitation.', 'token.'],
  permission: ['post.'],
  record: ['record.', 'photo.'],
  verification: ['record.verified', 'record.returned'],
  checking: ['discrepancy.', 'rule.', 'intake.'],
  import: ['import.'],
  export: ['export.'],
  publication: ['edition.', 'article.', 'site.', 'erratum.'],
  period: ['period.', 'round.', 'statement.', 'reminder.'],
  organisation: ['unit.', 'class_list.', 'class.', 'measure.', 'outlet.', 'template.', 'setting.', 'pack.', 'records.'],
  audit: ['audit.'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type AuditGroup = keyof typeof auditGroups;
export const auditGroupCodes = Object.keys(auditGroups) as [AuditGroup, ...AuditGroup[]];

export interface AuditEntry {
  readonly id: number;
  /** Place in the chain; null until it is sealed, a second or so after the act. */
  readonly seq: number | null;
  readonly at: Date;
  readonly accountId: number | null;
  /** Who acted, by name; null for the system itself. */
  readonly account: string | null;
  readonly action: string;
  /** What it was done to: `record:12`, `edition:2024-07-10`. */
  readonly subject: string;
  readonly scope: readonly number[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface SealedEntry extends AuditEntry {
  readonly previous: string | null;
  readonly hash: string | null;
}

export interface AuditQuery {
  readonly group?: AuditGroup | undefined;
  /** Part of the name of whoever acted. */
  readonly who?: string | undefined;
  readonly subject?: string | undefined;
  /** Entries that concern this unit or one under it. */
  readonly unit?: number | undefined;
  /** First and last day, by the organisation's clock. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Words that stand in what an entry tells; `actions` are acts whose description has them. */
  readonly text?: string | undefined;
  readonly actions?: readonly string[] | undefined;
}

/** Entries younger than this are never taken out of the database. */
export const keptMonths = 12;
