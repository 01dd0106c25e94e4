import type { Role } from '#domain/access/policy.ts';
import type { Catalogue, Family, Measure } from '#domain/classes/model.ts';
import type { Template } from '#domain/summary/template.ts';
import type { UnitKind } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import type { Window } from '#kernel/window.ts';
import type { Demo } from './demo.ts';

/** A pack as read: everything an organisation brings that is not code. Codes are checked; every reference leads somewhere. */
export interface Pack {
  readonly code: string;
  readonly title: Text;
  /** Code of the unit that everything else is under. */
  readonly root: string;
  readonly site: SiteSettings;
  /** In display order; a unit comes after the one it is under. */
  readonly units: readonly PackUnit[];
  readonly families: readonly Family[];
  readonly classMaps: readonly ClassMap[];
  readonly measures: readonly Measure[];
  /** The families and measures, ready to be asked. */
  readonly catalogue: Catalogue;
  readonly people: readonly PackPerson[];
  readonly posts: readonly PackPost[];
  readonly outlets: readonly PackOutlet[];
  /** Parents before children, in the order of the navigation. */
  readonly columns: readonly SiteColumn[];
  /** How the organisation's summary is made up. */
  readonly template: Template;
  readonly today: Day;
  readonly rounds: readonly DemoRound[];
  readonly accounts: readonly DemoAccount[];
  readonly demo: Demo;
}

/** A stretch of days; a missing end is open. */
export interface Validity {
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

export interface PackUnit extends Validity {
  readonly code: string;
  /** Null for the root. */
  readonly parent: string | null;
  readonly kind: UnitKind;
  readonly name: string;
  readonly short: string;
  /** Administrative division code; an attribute, never a key: units of one division may report to another. */
  readonly divisionCode: string | null;
  readonly aliases: readonly Alias[];
  readonly note: string;
}

/** Another name, in use from one day to another; open where it says nothing. */
export interface Alias {
  readonly name: string;
  readonly from: Day | null;
  readonly to: Day | null;
}

/** What a class of one version is called in another; many to many. */
export interface ClassMap {
  readonly from: { readonly list: string; readonly code: string };
  readonly to: { readonly list: string; readonly code: string };
}

export interface PackPerson {
  readonly code: string;
  readonly name: string;
  /** True where the name stands for a person the sources do not name. */
  readonly generated: boolean;
  readonly note: string;
}

export const postRoles = [
  'president',
  'secretary',
  'branch_president',
  'station_head',
  'lecturer',
  'social_worker',
  'volunteer',
] as const;
export type PostRole = (typeof postRoles)[number];

export interface PackPost extends Validity {
  readonly person: string;
  readonly unit: string;
  readonly role: PostRole;
}

/** One row for each stretch in which the outlet had that name and level. */
export interface PackOutlet extends Validity {
  readonly code: string;
  readonly name: string;
  /** Class of the family `media_level`. */
  readonly level: string;
  readonly aliases: readonly string[];
}

export interface SiteColumn {
  readonly code: string;
  readonly parent: string | null;
  readonly title: Text;
  readonly unit: string | null;
}

export interface SiteSettings {
  readonly organisation: Text;
  readonly contact: string;
  /** Filing numbers printed in the footer; empty when there is none yet. */
  readonly icp: string;
  readonly policeFiling: string;
  /** Rows of unit codes as they lie on the map; '.' leaves a place free. */
  readonly tiles: readonly (readonly string[])[];
  readonly links: readonly { readonly title: string; readonly url: string | null }[];
}

export interface DemoRound {
  readonly code: string;
  readonly title: string;
  readonly unit: string;
  readonly window: Window;
  /** Windows of single parts, by the names the template uses. */
  readonly windows: Readonly<Record<string, Window>>;
  /** ISO time with its offset; null while it is being written. */
  readonly publishedAt: string | null;
  /** The article that tells of the published summary and leads to it. */
  readonly announcement: { readonly column: string; readonly body: readonly string[] } | null;
}

export interface DemoAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string;
  /** Of the demonstration only; printed in the pack. */
  readonly password: string;
}
