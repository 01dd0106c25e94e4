import type { Organisation } from '#domain/classes/organisation.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Window } from '#kernel/window.ts';
import type { UnitNames } from './names.ts';

export interface Person {
  readonly code: string;
  readonly name: string;
}

export interface Outlet {
  readonly code: string;
  readonly level: string;
  readonly names: readonly string[];
}

/** What is known when a document is read: the organisation, whose document it is and of which time. */
export interface Knowledge {
  readonly organisation: Organisation;
  readonly home: Unit;
  readonly period: Window;
  readonly names: UnitNames;
  readonly people: readonly Person[];
  readonly outlets: readonly Outlet[];
}

/** The medium that a text names, the longest name first. */
export function outletIn(text: string, { outlets }: Knowledge): Outlet | undefined {
  let found: { outlet: Outlet; length: number } | undefined;
  for (const outlet of outlets) {
    for (const name of outlet.names) {
      if (name.length >= 3 && name.length > (found?.length ?? 0) && text.includes(name))
        found = { outlet, length: name.length };
    }
  }
  return found?.outlet;
}
