import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A page before it is sent. */
export interface Content {
  readonly status: 200 | 404 | 500;
  readonly type: string;
  readonly body: string | Uint8Array;
  /** Cache-Control for browsers and proxies. */
  readonly cacheControl: string;
  /** A strong tag for bytes that stand for themselves; pages get a weak one of their own. */
  readonly tag?: string;
  readonly fileName?: string;
}

/** No script, no style and no picture from anywhere but here, and no frame around the page. */
const security = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  Vary: 'Accept-Language, Cookie, Accept-Encoding',
} as const;

/** Pages are asked about each time, so that what is withdrawn is gone at once; the answer is then mostly a 304. */
export const askEachTime = 'public, no-cache';

/** A page in the form in which it goes over the wire: made once, sent often, packed when the first reader asks for that. */
export class Sendable {
  readonly status: number;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly tag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #packable: boolean;
  #packed: { readonly body: Uint8Array<ArrayBuffer>; readonly headers: Readonly<Record<string, string>> } | undefined;

  constructor(content: Content) {
    this.status = content.status;
    this.plain =
      typeof content.body === 'string' ? new TextEncoder().encode(content.body) : new Uint8Array(content.body);
    this.tag =
      content.tag === undefined
        ? `W/"${createHash('sha256').update(this.plain).digest('base64url').slice(0, 22)}"`
        : `"${content.tag}"`;
    this.headers = {
      'Content-Type': content.type,
      'Cache-Control': content.cacheControl,
      ETag: this.tag,
      ...security,
      ...(content.fileName !== undefined && {
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(content.fileName)}`,
      }),
    };
    // Bytes that a strong tag stands for go out as they are.
    this.#packable = content.tag === undefined && typeof content.body === 'string' && this.plain.length > 1000;
  }

  /** What it may take of a cache's room, packed form included. */
  get bytes(): number {
    return this.plain.length * 2;
  }

  packed() {
    if (!this.#packable) return undefined;
    this.#packed ??= {
      body: new Uint8Array(gzipSync(this.plain, { level: 5 })),
      headers: { ...this.headers, 'Content-Encoding': 'gzip' },
    };
    return this.#packed;
  }
}

/** The answer to a request: 304 where the reader has these bytes already, packed where the reader can unpack. */
export function send(page: Sendable, request: Request, cookies: readonly string[] = []): Response {
  const asked = request.headers;
  const isKnown = page.status === 200 && cookies.length === 0 && isNamed(page.tag, asked.get('if-none-match'));
  if (isKnown) return new Response(null, { status: 304, headers: page.headers });
  const packed = (asked.get('accept-encoding') ?? '').includes('gzip') ? page.packed() : undefined;
  const { body, headers } = packed ?? { body: page.plain, headers: page.headers };
  if (cookies.length === 0) return new Response(body, { status: page.status, headers });
  const response = new Response(body, {
    status: page.status,
    headers: { ...headers, 'Cache-Control': 'private, no-cache' },
  });
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}

function isNamed(tag: string, header: string | null): boolean {
  if (header === null) return false;
  const bare = (one: string) => one.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((one) => bare(one) === bare(tag));
}
