import type { Tx } from '#db/open.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import type { CheckedRows, GoodRow } from './check.ts';
import type { ImportCounts } from './model.ts';
import { Facets, insertRefused, insertRows } from './store.ts';

/** Writes an import part by part, and counts: while the database writes one part, the next is read and checked. */
export class ImportWriter {
  readonly #tx: Tx;
  readonly #batch: number;
  readonly #tree: UnitTree;
  readonly #facets = new Facets();
  readonly #counts = { read: 0, fresh: 0, repeated: 0, refused: 0, skipped: 0 };
  #common: readonly string[] | undefined;
  #writing: { readonly made: Promise<number>; readonly rows: number } | undefined;

  constructor(tx: Tx, batch: number, tree: UnitTree) {
    this.#tx = tx;
    this.#batch = batch;
    this.#tree = tree;
  }

  /** Rows taken so far. */
  get read(): number {
    return this.#counts.read;
  }

  /** Waits for the part before, counts this one, and keeps its refused rows when `partly`. */
  async take({ good, refused, skipped }: CheckedRows, partly: boolean): Promise<void> {
    await this.#settle();
    this.#counts.read += good.length + refused.length;
    this.#counts.refused += refused.length;
    this.#counts.skipped += skipped;
    if (partly) await insertRefused(this.#tx, this.#batch, refused);
  }

  /** Begins to write rows; how many are new is known when the next part is taken. */
  async begin(good: readonly GoodRow[]): Promise<void> {
    for (const { form } of good) this.#share(this.#tree.byId(form.hosts[0]!).path.split('/'));
    await this.#facets.learn(this.#tx, good);
    const made = insertRows(this.#tx, this.#batch, good, this.#facets);
    // A failure is raised where it is waited for.
    made.catch(() => {});
    this.#writing = { made, rows: good.length };
  }

  /** What the import came to, and the lowest unit that contains every lead host. */
  async finish(): Promise<{ readonly counts: ImportCounts; readonly unitId: number }> {
    await this.#settle();
    const unit = this.#tree.find(this.#common?.at(-1) ?? '') ?? this.#tree.root();
    return { counts: this.#counts, unitId: unit.id };
  }

  async #settle(): Promise<void> {
    if (!this.#writing) return;
    const { made, rows } = this.#writing;
    this.#writing = undefined;
    const fresh = await made;
    this.#counts.fresh += fresh;
    this.#counts.repeated += rows - fresh;
  }

  #share(path: readonly string[]): void {
    if (!this.#common) this.#common = path;
    const parted = this.#common.findIndex((code, depth) => path[depth] !== code);
    if (parted >= 0) this.#common = this.#common.slice(0, parted);
  }
}
