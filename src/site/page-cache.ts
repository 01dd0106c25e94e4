/**
 * Holds finished pages for a moment: bounded in bytes, the least recently asked for leave first, and a page that is being
 * made is made once however many wait for it. Age is the only rule by which a page leaves: after `milliseconds` it is made
 * anew, so whatever is published, changed or withdrawn shows within that time without anybody having to be told.
 */
export class PageCache<Page extends { readonly bytes: number }> {
  readonly #limit: number;
  readonly #milliseconds: number;
  readonly #kept = new Map<string, { readonly page: Page; readonly until: number }>();
  readonly #making = new Map<string, Promise<Page>>();
  #bytes = 0;

  constructor(options: { readonly bytes: number; readonly milliseconds: number }) {
    this.#limit = options.bytes;
    this.#milliseconds = options.milliseconds;
  }

  get(key: string): Page | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    if (found.until < performance.now()) {
      this.#forget(key);
      return undefined;
    }
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.page;
  }

  /** The page that `make` gives; kept when `isKept` says so. Failures are not kept. */
  async make(key: string, make: () => Promise<Page>, isKept: (page: Page) => boolean): Promise<Page> {
    const known = this.#making.get(key);
    if (known) return await known;
    const making = make();
    this.#making.set(key, making);
    try {
      const page = await making;
      if (isKept(page)) this.#keep(key, page);
      return page;
    } finally {
      this.#making.delete(key);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  #keep(key: string, page: Page): void {
    if (this.#milliseconds <= 0 || page.bytes > this.#limit) return;
    this.#forget(key);
    this.#kept.set(key, { page, until: performance.now() + this.#milliseconds });
    this.#bytes += page.bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#limit) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const found = this.#kept.get(key);
    if (!found) return;
    this.#kept.delete(key);
    this.#bytes -= found.page.bytes;
  }
}
