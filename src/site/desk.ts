import type { Context } from 'hono';
import type { Db } from '#db/open.ts';
import { readFrame } from '#domain/publishing/frame.ts';
import type { SiteFrame } from '#domain/publishing/model.ts';
import type { Language } from '#kernel/text.ts';
import { askEachTime, type Content, Sendable, send } from './answer.ts';
import { documentText, type Page } from './layout.ts';
import { PageCache } from './page-cache.ts';
import { failedPage, notFoundPage } from './pages/problem.ts';
import { paths } from './paths.ts';
import { askedView, type View } from './view.ts';

export interface SiteOptions {
  /** The catalogue for readers whose browser asks for neither; Chinese unless set. */
  readonly language?: Language;
  /** The site's public address (https://...), for feeds and site maps; else they take it from the request. */
  readonly origin?: string | undefined;
  /** How long a finished page is kept; what is published or withdrawn shows within this time. One second unless set. */
  readonly cacheMilliseconds?: number;
  /** Told of every failure behind a page that could not be shown. */
  readonly report?: (error: unknown) => void;
}

const cacheBytes = 48 * 1024 * 1024;

/** Answers requests: from the cache where it can, and always with a page, whatever goes wrong behind it. */
export class Desk {
  readonly #fallback: Language;
  readonly #origin: string | undefined;
  readonly #report: (error: unknown) => void;
  readonly #pages: PageCache<Sendable>;
  readonly #frame: PageCache<{ readonly bytes: number; readonly frame: SiteFrame }>;
  readonly #db: Db;

  constructor(db: Db, options: SiteOptions) {
    this.#db = db;
    this.#fallback = options.language ?? 'zh';
    this.#origin = options.origin?.replace(/\/+$/, '');
    this.#report =
      options.report ?? ((error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`));
    this.#pages = new PageCache({ bytes: cacheBytes, milliseconds: options.cacheMilliseconds ?? 1000 });
    this.#frame = new PageCache({ bytes: 1, milliseconds: 1000 });
  }

  page(
    c: Context,
    here: string,
    make: (frame: SiteFrame, view: View) => Promise<Page | undefined>,
  ): Response | Promise<Response> {
    const request = c.req.raw;
    const { view, cookies } = askedView(request, here, this.#fallback);
    const key = keyOf(view);
    const kept = this.#pages.get(key);
    if (kept) return send(kept, request, cookies);
    const making = this.#make(key, view, async (frame) => {
      const page = await make(frame, view);
      return page && pageContent(await documentText(page, view, frame), 200);
    });
    return making.then((page) => send(page, request, cookies));
  }

  /** A file that is the same for every reader. */
  file(c: Context, here: string, make: () => Promise<Content | undefined>): Response | Promise<Response> {
    const { view } = askedView(c.req.raw, here, this.#fallback);
    const kept = this.#pages.get(here);
    return kept ? send(kept, c.req.raw) : this.#make(here, view, make).then((page) => send(page, c.req.raw));
  }

  /** A file that names the site's own address. */
  xml(
    c: Context,
    here: string,
    type: string,
    make: (frame: SiteFrame, origin: string) => Promise<string | undefined>,
  ): Response | Promise<Response> {
    const origin = this.#origin ?? new URL(c.req.url).origin;
    const { view } = askedView(c.req.raw, here, this.#fallback);
    const key = `${origin} ${here}`;
    const kept = this.#pages.get(key);
    if (kept) return send(kept, c.req.raw);
    const making = this.#make(key, view, async (frame) => {
      const body = await make(frame, origin);
      return body === undefined
        ? undefined
        : { status: 200, type: `${type}; charset=utf-8`, body, cacheControl: askEachTime };
    });
    return making.then((page) => send(page, c.req.raw));
  }

  notFound(c: Context): Promise<Response> {
    return Promise.resolve(this.page(c, '', async () => undefined));
  }

  async #make(key: string, view: View, make: (frame: SiteFrame) => Promise<Content | undefined>): Promise<Sendable> {
    try {
      const prepared = async () => {
        const frame = await this.#readFrame();
        return new Sendable((await make(frame)) ?? (await notFoundContent(frame, view)));
      };
      return await this.#pages.make(key, prepared, (page) => page.status === 200);
    } catch (error) {
      this.#report(error);
      const frame = await this.#readFrame().catch(() => undefined);
      const lost = { ...view, here: paths.home() };
      return new Sendable(pageContent(await documentText(failedPage(frame, lost), lost, frame), 500));
    }
  }

  async #readFrame(): Promise<SiteFrame> {
    const kept =
      this.#frame.get('frame') ??
      (await this.#frame.make(
        'frame',
        async () => ({ bytes: 1, frame: await readFrame(this.#db) }),
        () => true,
      ));
    return kept.frame;
  }
}

function keyOf(view: View): string {
  return `${view.language}${view.large ? '+' : ' '}${view.here}`;
}

function pageContent(body: string, status: Content['status']): Content {
  return { status, type: 'text/html; charset=utf-8', body, cacheControl: askEachTime };
}

/** Says nothing of the address that was asked for, so that the answer is the same for all of them. */
async function notFoundContent(frame: SiteFrame, view: View): Promise<Content> {
  const lost = { ...view, here: paths.home() };
  return pageContent(await documentText(notFoundPage(frame, lost), lost, frame), 404);
}
