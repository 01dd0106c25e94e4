/** One sentence or label in both catalogues. The Chinese one is the original; the English one stands beside it. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type Language = keyof Text;

export const languages = ['zh', 'en'] as const satisfies readonly Language[];
