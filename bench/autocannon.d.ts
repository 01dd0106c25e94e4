declare module 'autocannon' {
  export default function autocannon(options: {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
  }): Promise<{ readonly requests: { readonly average: number }; readonly non2xx: number }>;
}
