declare module 'fontverter' {
  /** Converts a font between sfnt, woff and woff2. */
  export function convert(font: Uint8Array, to: 'sfnt' | 'woff' | 'woff2'): Promise<Buffer>;
}
