import { ProblemError } from '#kernel/problem.ts';
import { problemError } from './problems.ts';
import type { RequestContext, SignedIn } from './services.ts';

export const sheetTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type SheetFormat = keyof typeof sheetTypes;

/** A file to be kept, under a name that may be Chinese. */
export function download(name: string, type: string, body: ReadableStream<Uint8Array> | Uint8Array): Response {
  return new Response(body as BodyInit, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
    },
  });
}

/** Whoever is signed in. Raises 401. */
export function signedInOf({ session }: RequestContext): SignedIn {
  if (session) return session.actor;
  throw problemError('UNAUTHORIZED', 401, [{ code: 'not_signed_in', text: { zh: '请先登录', en: 'please sign in' } }]);
}

/** Downloads under way: each holds a connection and a snapshot for as long as somebody takes it. */
let underWay = 0;
const mostUnderWay = 6;

/**
 * A body that is written while it is taken, no faster. `produce` runs on when the reader has gone only until its next piece,
 * which is then refused. What it raises breaks the download off, so that a file cut short is not taken for a whole one.
 * Raises ProblemError `exports_busy` when too many are under way.
 */
export function streamed(
  produce: (push: (piece: Uint8Array) => Promise<void>) => Promise<void>,
): ReadableStream<Uint8Array> {
  if (underWay >= mostUnderWay)
    throw new ProblemError([
      {
        code: 'exports_busy',
        text: {
          zh: '同时在导出的人太多，请过一两分钟再试',
          en: 'too many exports are under way; please try again in a minute or two',
        },
      },
    ]);
  underWay++;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 4 });
  const writer = writable.getWriter();
  // The end of the stream is told by each write; nobody waits for it here.
  writer.closed.catch(() => {});
  const push = async (piece: Uint8Array) => {
    await writer.ready;
    // Raised by `ready` of the next piece.
    writer.write(piece).catch(() => {});
  };
  produce(push)
    .then(() => writer.close())
    .catch((error: unknown) => writer.abort(error))
    .catch(() => {})
    .finally(() => {
      underWay--;
    });
  return readable;
}
