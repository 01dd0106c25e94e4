import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import { type Organisation, readOrganisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
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
import type { Window } from '#kernel/window.ts';
import { freshDatabase, type TestDatabase } from '../../../../test/database.ts';
import { draftOf, emptyLedger, hire, today, writeCatalogue } from '../../../../test/organisation.ts';
import { codeOf, countedIn, days, type Shape, shapes, writeShape } from '../../../../test/shape.ts';
import { explainGap } from './explain.ts';
import type { Gap } from './model.ts';

let database: TestDatabase;
before(async () => {
  database = await freshDatabase();
  await writeCatalogue(database.system);
});
after(() => database.drop());

interface Said {
  readonly hosts: readonly number[];
  readonly day: Day;
  readonly venue: 'school' | 'community';
  readonly attendance: number;
}

type Step =
  | { readonly do: 'create'; readonly said: Said; readonly sent: boolean }
  | { readonly do: 'submit' | 'verify' | 'return' | 'void'; readonly which: number }
  | { readonly do: 'edit'; readonly which: number; readonly said: Said };

const said: fc.Arbitrary<Said> = fc.record({
  hosts: fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 3 }),
  day: days,
  venue: fc.constantFrom('school', 'community'),
  attendance: fc.nat({ max: 500 }),
});
const which = fc.nat();
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('create' as const), said, sent: fc.boolean() }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constantFrom('submit' as const, 'verify' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('return' as const, 'void' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), which, said }) },
);
const steps = fc.array(step, { minLength: 6, maxLength: 24 });
const windows: fc.Arbitrary<Window> = fc
  .tuple(days, fc.nat({ max: 40 }))
  .map(([from, length]) => ({ from: addDays(from, -3), to: addDays(from, length) }));
const asked = fc.record({
  unit: fc.nat({ max: 11 }),
  measure: fc.constantFrom('lecture.sessions', 'lecture.attendance', 'lecture.records'),
  window: windows,
  other: windows,
  venue: fc.option(fc.constantFrom('school', 'community'), { nil: undefined }),
});

test('the reasons of every gap add up to it, and its sides are what the tallies say', async () => {
  await fc.assert(
    fc.asyncProperty(
      shapes(12),
      steps,
      steps,
      fc.array(asked, { minLength: 3, maxLength: 5 }),
      async (shape, first, then, all) => {
        const ledger = await openLedger(shape);
        for (const one of first) await ledger.take(one);
        const questions = all.map((one) => ({ ...one, question: questionOf(shape, one) }));
        const earlier = await ledger.figures(questions.map((one) => one.question));
        const at = await ledger.moment();
        for (const one of then) await ledger.take(one);
        for (const [index, { question, other }] of questions.entries()) {
          const now = (await ledger.figures([question]))[0]!;
          const since = await ledger.explain(question, { kind: 'moment', at });
          holds(since, now, earlier[index]!);
          const unit = ledger.organisation.tree.find(question.unit)!;
          const children = ledger.organisation.tree.childrenOf(unit);
          if (children.length > 0) {
            const sums = await ledger.figures(children.map((child) => ({ ...question, unit: child.code })));
            holds(
              await ledger.explain(question, { kind: 'children' }),
              now,
              sums.reduce((sum, one) => sum + one, 0),
            );
          }
          const [elsewhere] = await ledger.figures([{ ...question, window: other }]);
          holds(await ledger.explain(question, { kind: 'window', window: other }), now, elsewhere!);
          holds(await ledger.explain(question, { kind: 'reported' }), now, ledger.reported(question));
        }
      },
    ),
    { numRuns: 15 },
  );
});

function holds(gap: Gap, left: number, right: number): void {
  assert.equal(gap.left.value, left);
  assert.equal(gap.right.value, right, JSON.stringify(gap));
  assert.equal(gap.gap, left - right);
  assert.equal(
    gap.reasons.reduce((sum, one) => sum + one.sum, 0),
    gap.gap,
    JSON.stringify(gap),
  );
  assert.equal(gap.unaccounted, 0);
  assert.equal(gap.rows.length, gap.total);
  for (const { reason, records, sum } of gap.reasons) {
    const rows = gap.rows.filter((row) => row.reason === reason);
    assert.equal(rows.length, records);
    assert.equal(
      rows.reduce((all, row) => all + row.left - row.right, 0),
      sum,
    );
  }
}

function questionOf(
  shape: Shape,
  { unit, measure, window, venue }: { unit: number; measure: string; window: Window; venue: string | undefined },
): FigureQuestion {
  return {
    measure,
    unit: codeOf(unit % shape.parents.length),
    window,
    ...(venue !== undefined && { classes: { venue } }),
    precision: 'exact',
  };
}

/** A ledger in the database: two people, one who records and one who verifies. */
async function openLedger(shape: Shape) {
  await emptyLedger(database);
  await writeShape(database, shape);
  const organisation: Organisation = await readOrganisation(database.system);
  const setting = { organisation, today };
  const writer = await hire(database, organisation, 'writer', [['clerk', codeOf(0)]]);
  const verifier = await hire(database, organisation, 'verifier', [['secretary', codeOf(0)]]);
  const kept: { id: number; said: Said; revision: number; status: string; everSent: boolean }[] = [];
  const as = <Result>(actor: Actor, work: (tx: Tx) => Promise<Result>) => asActor(database, actor, work);
  const inShape = (one: Said): Said => ({
    ...one,
    hosts: [...new Set(one.hosts.map((host) => host % shape.parents.length))],
  });
  return {
    organisation,
    async take(one: Step): Promise<void> {
      if (one.do === 'create') {
        const content = inShape(one.said);
        const status = one.sent ? 'submitted' : 'draft';
        const { id } = await as(writer, (tx) => createRecord(tx, writer, draft(content), status, setting));
        kept.push({ id, said: content, revision: 1, status, everSent: one.sent });
        return;
      }
      if (kept.length === 0) return;
      const record = kept[one.which % kept.length]!;
      try {
        if (one.do === 'edit') {
          const content = inShape(one.said);
          await as(writer, (tx) => editRecord(tx, writer, record.id, record.revision, draft(content), setting));
          const { status, revision } = await as(writer, (tx) => stored(tx, record.id));
          Object.assign(record, { said: content, status, revision });
          return;
        }
        const by = one.do === 'verify' || one.do === 'return' ? verifier : writer;
        const acts = {
          submit: (tx: Tx) => submitRecord(tx, by, record.id, setting),
          verify: (tx: Tx) => verifyRecord(tx, by, record.id),
          return: (tx: Tx) => returnRecord(tx, by, record.id, '理由'),
          void: (tx: Tx) => voidRecord(tx, by, record.id, '理由'),
        };
        await as(by, acts[one.do]);
        record.status = (await as(writer, (tx) => stored(tx, record.id))).status;
        record.everSent ||= record.status === 'submitted';
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
      }
    },
    async figures(questions: readonly FigureQuestion[]): Promise<number[]> {
      return (await evaluateFigures(database.system, organisation, questions)).map((figure) => figure.value!);
    },
    /** A moment after all that was done and before all that comes. */
    async moment(): Promise<Date> {
      await new Promise((resolve) => setTimeout(resolve, 3));
      const at = new Date();
      await new Promise((resolve) => setTimeout(resolve, 3));
      return at;
    },
    explain: (question: FigureQuestion, against: Parameters<typeof explainGap>[3]) =>
      as(verifier, (tx) => explainGap(tx, organisation, question, against)),
    /** By hand: all that was ever sent in, whatever became of it. */
    reported({ unit, measure, window, classes }: FigureQuestion): number {
      const place = Number(unit.slice(1));
      const counted = kept.filter(
        ({ said: one, everSent, status }) =>
          everSent &&
          status !== 'draft' &&
          countedIn(shape, one.hosts, one.day).has(place) &&
          window.from <= one.day &&
          one.day <= window.to &&
          (classes?.venue === undefined || classes.venue === one.venue),
      );
      return measure === 'lecture.attendance'
        ? counted.reduce((sum, one) => sum + one.said.attendance, 0)
        : counted.length;
    },
  };
}

async function stored(tx: Tx, id: number): Promise<{ status: string; revision: number }> {
  return await tx.selectFrom('record').select(['status', 'revision']).where('id', '=', id).executeTakeFirstOrThrow();
}

function draft({ hosts, day, venue, attendance }: Said): RecordDraft {
  return draftOf({ hosts: hosts.map(codeOf), from: day, to: day, classes: { venue }, measures: { attendance } });
}
