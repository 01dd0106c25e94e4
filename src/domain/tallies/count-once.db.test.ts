import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import {
  createRecord,
  editRecord,
  returnRecord,
  submitRecord,
  verifyRecord,
  voidRecord,
} from '#domain/records/actions.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { addDays, type Day } from '#kernel/day.ts';
import { ProblemError } from '#kernel/problem.ts';
import { isInside, type Window } from '#kernel/window.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { draftOf, emptyLedger, hire, today, writeCatalogue } from '../../../test/organisation.ts';
import { codeOf, countedIn, days, idOf, type Shape, shapes, writeShape } from '../../../test/shape.ts';
import { foldAll, foldIncrements } from './fold.ts';
import { sumCells } from './store.ts';
import { verifyTallies } from './verify.ts';

let database: TestDatabase;
before(async () => {
  database = await freshDatabase();
  await writeCatalogue(database.system);
});
after(() => database.drop());

/** What one record says, as the test thinks of it. */
interface Said {
  readonly hosts: readonly number[];
  readonly day: Day;
  readonly kind: 'lecture' | 'publicity';
  readonly venue: 'school' | 'community';
  readonly attendance: number | undefined;
}

interface Kept {
  readonly id: number;
  readonly writer: number;
  said: Said;
  status: 'draft' | 'submitted' | 'verified' | 'returned' | 'void';
  revision: number;
}

type Step =
  | { readonly do: 'create'; readonly said: Said; readonly by: number; readonly sent: boolean }
  | { readonly do: 'submit' | 'verify' | 'return' | 'void'; readonly which: number; readonly by: number }
  | { readonly do: 'edit'; readonly which: number; readonly said: Said; readonly by: number }
  | { readonly do: 'fold'; readonly limit: number }
  | { readonly do: 'sum'; readonly units: readonly number[]; readonly window: Window };

const said: fc.Arbitrary<Said> = fc.record({
  hosts: fc.uniqueArray(fc.nat({ max: 39 }), { minLength: 1, maxLength: 4 }),
  day: days,
  kind: fc.constantFrom('lecture', 'publicity'),
  venue: fc.constantFrom('school', 'community'),
  attendance: fc.option(fc.nat({ max: 10_000 }), { nil: undefined }),
});
const by = fc.nat({ max: 1 });
const which = fc.nat();
const windows: fc.Arbitrary<Window> = fc
  .tuple(days, fc.nat({ max: 60 }))
  .map(([from, length]) => ({ from: addDays(from, -3), to: addDays(from, length) }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('create' as const), said, by, sent: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('submit' as const, 'verify' as const), which, by }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('return' as const, 'void' as const), which, by }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), which, said, by }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fold' as const), limit: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sum' as const),
      units: fc.array(fc.nat(), { maxLength: 5 }),
      window: windows,
    }),
  },
);

test('every figure equals a count by hand, whatever happens to records, units and cells', async () => {
  await fc.assert(
    fc.asyncProperty(shapes(), fc.array(step, { minLength: 10, maxLength: 40 }), async (shape, steps) => {
      const ledger = await openLedger(shape);
      for (const one of steps) await ledger.take(one);
      await ledger.compareAll();
      assert.deepEqual((await verifyTallies(database.system)).differences, []);
      await foldAll(database.system);
      await ledger.compareAll();
      const verified = await verifyTallies(database.system);
      assert.deepEqual(verified.differences, []);
      assert.equal(verified.cells > 0, ledger.hasEverCounted());
    }),
    { numRuns: 25 },
  );
});

/** A ledger in the database beside the same ledger in plain variables. */
async function openLedger(shape: Shape) {
  await emptyLedger(database);
  await writeShape(database, shape);
  const organisation = await readOrganisation(database.system);
  const actors = [
    await hire(database, organisation, 'anna', [['secretary', codeOf(0)]]),
    await hire(database, organisation, 'bert', [['secretary', codeOf(0)]]),
  ];
  const setting = { organisation, today };
  const kept: Kept[] = [];
  let counted = false;

  const act = <Result>(actor: Actor, work: Parameters<typeof asActor<Result>>[2]) => asActor(database, actor, work);
  const inShape = (one: Said): Said => ({
    ...one,
    hosts: [...new Set(one.hosts.map((host) => host % shape.parents.length))],
  });

  /** Does it in the database and expects the refusal that the table of steps in the design asks for. */
  async function move(record: Kept, verb: 'submit' | 'verify' | 'return' | 'void', writer: number): Promise<void> {
    const work = (tx: Tx, actor: Actor, id: number) =>
      verb === 'submit'
        ? submitRecord(tx, actor, id, setting)
        : verb === 'verify'
          ? verifyRecord(tx, actor, id)
          : (verb === 'return' ? returnRecord : voidRecord)(tx, actor, id, '理由');
    const to = { submit: 'submitted', verify: 'verified', return: 'returned', void: 'void' } as const;
    const from: Record<typeof verb, readonly Kept['status'][]> = {
      submit: ['draft', 'returned'],
      verify: ['submitted'],
      return: ['submitted', 'verified'],
      void: ['draft', 'submitted', 'returned', 'verified'],
    };
    const own = record.writer === writer;
    const unseen = record.status === 'draft' && !own;
    const forbidden = own && (verb === 'verify' || verb === 'return');
    const allowed = !unseen && !forbidden && from[verb].includes(record.status);
    const done = act(actors[writer]!, (tx) => work(tx, actors[writer]!, record.id));
    if (!allowed) return await assert.rejects(done, ProblemError);
    await done;
    record.status = to[verb];
    counted ||= verb === 'verify';
  }

  return {
    hasEverCounted: () => counted,
    async take(one: Step): Promise<void> {
      if (one.do === 'fold') await foldIncrements(database.system, one.limit);
      else if (one.do === 'sum') {
        const units = new Set(one.units.map((unit) => unit % shape.parents.length));
        await compare([...units], one.window);
      } else if (one.do === 'create') {
        const content = inShape(one.said);
        const status = one.sent ? 'submitted' : 'draft';
        const actor = actors[one.by]!;
        const { id } = await act(actor, (tx) => createRecord(tx, actor, draft(content), status, setting));
        kept.push({ id, writer: one.by, said: content, status, revision: 1 });
      } else if (kept.length > 0) {
        const record = kept[one.which % kept.length]!;
        if (one.do !== 'edit') return await move(record, one.do, one.by);
        const actor = actors[one.by]!;
        const content = inShape(one.said);
        const done = act(actor, (tx) => editRecord(tx, actor, record.id, record.revision, draft(content), setting));
        if (record.status === 'void' || (record.status === 'draft' && record.writer !== one.by))
          return await assert.rejects(done, ProblemError);
        await done;
        record.said = content;
        record.revision += 1;
        if (record.status === 'verified') record.status = 'submitted';
      }
    },
    async compareAll(): Promise<void> {
      const all = shape.parents.map((_, unit) => unit);
      await compare(all, { from: addDays(today, -400), to: today });
      await compare(all, { from: addDays(today, -330), to: addDays(today, -300) });
    },
  };

  async function compare(units: readonly number[], window: Window): Promise<void> {
    const expected = countByHand(shape, kept, units, window);
    assert.deepEqual(await countByCells(database.system, units, window), expected);
    const reader = actors[0]!;
    assert.deepEqual(await act(reader, (tx) => countByCells(tx, units, window)), expected);
  }
}

function draft({ hosts, day, kind, venue, attendance }: Said): RecordDraft {
  return draftOf({
    kind,
    hosts: hosts.map(codeOf),
    from: day,
    to: day,
    classes: kind === 'lecture' ? { venue } : {},
    measures: attendance === undefined ? {} : { attendance },
  });
}

/** Unit, kind and class -> records and values. */
type Counts = Map<string, { n: number; sessions: number; attendance: number }>;

function countByHand(shape: Shape, kept: readonly Kept[], units: readonly number[], window: Window): Counts {
  const counts: Counts = new Map();
  for (const { said: one, status } of kept) {
    if (status !== 'verified' || !isInside(one.day, window)) continue;
    for (const unit of countedIn(shape, one.hosts, one.day)) {
      if (!units.includes(unit)) continue;
      const key = `${unit} ${one.kind} ${one.kind === 'lecture' ? one.venue : ''}`;
      const before = counts.get(key) ?? { n: 0, sessions: 0, attendance: 0 };
      const { n, sessions, attendance } = before;
      counts.set(key, { n: n + 1, sessions: sessions + 1, attendance: attendance + (one.attendance ?? 0) });
    }
  }
  return sorted(counts);
}

async function countByCells(
  db: Parameters<typeof sumCells>[0],
  units: readonly number[],
  window: Window,
): Promise<Counts> {
  const facets = new Map((await db.selectFrom('facet').selectAll().execute()).map((row) => [row.id, row]));
  const counts: Counts = new Map();
  for (const cell of await sumCells(db, units.map(idOf), window)) {
    const { kind, classes } = facets.get(cell.facetId)!;
    const used: readonly Slot[] = ['m1', 'm2'];
    for (const slot of slots) if (!used.includes(slot)) assert.equal(cell.values[slot], 0);
    const key = `${cell.unitId - 1} ${kind} ${classes.venue ?? ''}`;
    assert.ok(!counts.has(key), `counted in two parts: ${key}`);
    counts.set(key, { n: cell.n, sessions: cell.values.m1, attendance: cell.values.m2 });
  }
  return sorted(counts);
}

function sorted(counts: Counts): Counts {
  return new Map([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
