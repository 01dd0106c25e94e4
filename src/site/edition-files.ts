import { type EditionForm, formTypes, writeEditionFile } from '#domain/publishing/edition-files.ts';
import type { EditionShelf } from '#domain/publishing/editions.ts';
import { askEachTime, type Content } from './answer.ts';
import { PageCache } from './page-cache.ts';

/**
 * The files of editions. Their bytes never change, so they are made once and kept; whether the edition is published is
 * asked each time.
 */
export class EditionFiles {
  readonly #shelf: EditionShelf;
  readonly #made = new PageCache<{ readonly body: string | Uint8Array; readonly bytes: number }>({
    bytes: 32 * 1024 * 1024,
    milliseconds: 24 * 3_600_000,
  });

  constructor(shelf: EditionShelf) {
    this.#shelf = shelf;
  }

  async take(code: string, form: EditionForm): Promise<Content | undefined> {
    const taken = await this.#shelf.take(code);
    if (!taken) return undefined;
    const key = `${taken.sha256}.${form}`;
    const write = async () => {
      const body = await writeEditionFile(taken, form);
      return { body, bytes: body.length * (typeof body === 'string' ? 2 : 1) };
    };
    const { body } = this.#made.get(key) ?? (await this.#made.make(key, write, () => true));
    return {
      status: 200,
      type: formTypes[form],
      body,
      cacheControl: askEachTime,
      fileName: `${code}.${form}`,
      ...(form === 'json' && { tag: taken.sha256 }),
    };
  }
}
