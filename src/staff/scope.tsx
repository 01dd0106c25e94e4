import { createContext, useContext } from 'react';
import type { Catalogue, Me, Unit } from './api.ts';

/** What every screen inside the frame knows: who reads, and which unit and window the screen is about. */
export interface Scope {
  readonly me: Me;
  readonly unit: Unit;
  /** `2024-07-01..2024-10-31` */
  readonly window: string;
  readonly units: readonly Unit[];
  readonly catalogue: Catalogue;
}

export const ScopeContext = createContext<Scope | undefined>(undefined);

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error('a screen stands outside the frame');
  return scope;
}
