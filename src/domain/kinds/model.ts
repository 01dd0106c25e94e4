import type { Text } from '#kernel/text.ts';

/** The eight kinds of record. A kind answers for itself: what it is called, which fields of its own and which people it carries. */
export interface Kind {
  readonly code: KindCode;
  readonly label: Text;
  /** Fields beyond what every record has, in the order a form asks for them. */
  readonly fields: readonly KindField[];
  /** In which roles people are named on a record of this kind. */
  readonly people: readonly PersonRole[];
  /** Families of classes asked for; the first named is required when a record of this kind is submitted. */
  readonly classes: readonly { readonly family: string; readonly required: boolean }[];
  /** Fields and class families in which two records that otherwise look alike are two: one story in two media. */
  readonly apart?: readonly string[];
  /** From how many times the counted attendance on a claimed reach is asked about, and the field that says how it was worked out. */
  readonly claims?: { readonly ratio: number; readonly basis?: string };
}

export const kindCodes = [
  'party_building',
  'exchange',
  'publicity',
  'assistance',
  'lecture',
  'placement',
  'article',
  'contest',
] as const;

export type KindCode = (typeof kindCodes)[number];

export interface KindField {
  readonly code: string;
  readonly label: Text;
  readonly type: 'text' | 'long_text' | 'url' | 'outlet';
  readonly required: boolean;
}

export const personRoles = ['leader', 'lecturer', 'featured', 'author'] as const;
export type PersonRole = (typeof personRoles)[number];

export const personRoleLabels: Readonly<Record<PersonRole, Text>> = {
  leader: { zh: '带队', en: 'leader' },
  lecturer: { zh: '主讲', en: 'lecturer' },
  featured: { zh: '稿件人物', en: 'featured person' },
  author: { zh: '供稿', en: 'author' },
};
