import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { Hono } from 'hono';
import { type Role, roles } from '#domain/access/policy.ts';
import { makeBox } from '#domain/access/secret-box.ts';
import { beginSession } from '#domain/access/sessions.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { statuses } from '#domain/records/model.ts';
import { facetId, insertRecord, storedForm } from '#domain/records/store.ts';
import { foldIncrements } from '#domain/tallies/fold.ts';
import { appendIncrement } from '#domain/tallies/store.ts';
import { addDays, type Day, day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { draftOf, emptyLedger, writeCatalogue } from '../../test/organisation.ts';
import { codeOf, countedIn, days, idOf, type Shape, shapes, underNow, writeShape } from '../../test/shape.ts';
import { makeApi } from './api.ts';

let database: TestDatabase;
before(async () => {
  database = await freshDatabase();
  await writeCatalogue(database.system);
});
after(() => database.drop());

const now = new Date('2024-05-06T02:00:00Z');
const today = day('2024-05-06');
const window = { from: '2024-01-01', to: '2024-12-31' };

interface Held {
  readonly role: Role;
  readonly unit: number;
  readonly from: Day;
  readonly to: Day | null;
}

interface World {
  readonly shape: Shape;
  readonly accounts: readonly (readonly Held[])[];
  readonly records: readonly {
    readonly hosts: readonly number[];
    readonly day: Day;
    readonly status: (typeof statuses)[number];
    readonly by: number;
    readonly person: number;
  }[];
  readonly folded: number;
}

/** Posts that are over, that end today, that have begun today, that are still to come. */
const spans = fc.constantFrom<readonly [from: Day, to: Day | null]>(
  [day('2012-01-01'), null],
  [day('2012-01-01'), null],
  [day('2012-01-01'), today],
  [day('2012-01-01'), addDays(today, -1)],
  [today, null],
  [addDays(today, 1), null],
);
const worlds: fc.Arbitrary<World> = shapes(6).chain((shape) => {
  const unit = fc.nat({ max: shape.parents.length - 1 });
  const post = fc
    .record({ role: fc.constantFrom(...roles), unit, span: spans })
    .map(({ span: [from, to], ...held }): Held => ({ ...held, from, to }));
  return fc.record({
    shape: fc.constant(shape),
    accounts: fc.array(fc.array(post, { maxLength: 3 }), { minLength: 2, maxLength: 3 }),
    records: fc.array(
      fc.record({
        hosts: fc.uniqueArray(unit, { minLength: 1, maxLength: 2 }),
        day: days,
        status: fc.constantFrom(...statuses),
        by: fc.nat({ max: 1 }),
        person: fc.nat({ max: 1 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    folded: fc.nat({ max: 8 }),
  });
});

/** A street that went from one district to another: what it did before stays with the first, and its figure with the street. */
const moved: World = {
  shape: { parents: [undefined, 0, 0, 1], moves: [{ unit: 3, to: 2, day: day('2024-02-01') }] },
  accounts: [
    [{ role: 'auditor', unit: 2, from: day('2012-01-01'), to: null }],
    [{ role: 'clerk', unit: 1, from: day('2012-01-01'), to: null }],
  ],
  records: (['2024-01-20', '2024-02-20'] as const).map((on) => ({
    hosts: [3],
    day: day(on),
    status: 'verified',
    by: 0,
    person: 0,
  })),
  folded: 1,
};

test('whatever is asked in whichever way, nobody is shown more than their posts of today allow', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const visitors = await build(world);
      for (const [index, cookie] of visitors.entries()) await compare(world, index, askAs(cookie));
    }),
    // Making a smaller example of a failure would take minutes.
    { numRuns: 12, endOnFailure: true, examples: [[moved]] },
  );
});

/** Writes the world; record n has the id n + 1 and words that stand in no other record. Returns one session cookie an account. */
async function build({ shape, accounts, records, folded }: World): Promise<string[]> {
  await emptyLedger(database);
  await writeShape(database, shape);
  const organisation = await readOrganisation(database.system);
  const cookies: string[] = [];
  await database.system.transaction().execute(async (tx) => {
    for (const [index, posts] of accounts.entries()) {
      const name = `account${index}`;
      await tx
        .insertInto('account')
        .values({ username: name, name, password_hash: '', person_id: null, demo: true })
        .execute();
      for (const { role, unit, from, to } of posts) {
        const place = { account_id: idOf(index), person_id: null, unit_id: idOf(unit) };
        await tx
          .insertInto('post')
          .values({ ...place, role, valid_from: from, valid_to: to })
          .execute();
      }
      const token = await beginSession(tx, idOf(index), '', now);
      cookies.push(`taizhang=${token}`);
    }
    const people = [0, 1].map((one) => ({ code: `p${one}`, name: `周${one}`, generated: true, note: '' }));
    await tx.insertInto('person').values(people).execute();
    for (const [index, { hosts, day: on, status, by, person }] of records.entries()) {
      const draft = draftOf({
        hosts: hosts.map(codeOf),
        from: on,
        to: on,
        title: marks(index).title,
        place: marks(index).place,
        narrative: marks(index).narrative,
        people: [{ person: `p${person}`, role: 'lecturer' }],
      });
      const form = storedForm(draft, organisation);
      const facet = await facetId(tx, draft.kind, draft.classes);
      const id = (await insertRecord(tx, draft, form, facet, status, idOf(by)))!;
      assert.equal(id, idOf(index));
      if (status !== 'verified') continue;
      await appendIncrement(tx, {
        recordId: id,
        units: form.scope,
        day: on,
        facetId: facet,
        sign: 1,
        values: form.values,
      });
    }
  });
  if (folded > 0) await foldIncrements(database.system, folded);
  return cookies;
}

function marks(index: number) {
  return { title: `题甲${index}甲`, place: `地乙${index}乙`, narrative: `文丙${index}丙` };
}

type Ask = (method: string, path: string, body?: unknown) => Promise<{ status: number; text: string }>;

function askAs(cookie: string): Ask {
  // The organisation is another in each world, and the API remembers it for a moment.
  const app = new Hono().route('/api', makeApi(database, { now: () => now, secrets: makeBox(randomBytes(32)) }));
  return async (method, path, body) => {
    const answer = await app.request(`http://localhost/api${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
}

/** The policy once more, from the design's words alone. */
function sightOf({ shape, accounts, records }: World, index: number) {
  const held = accounts[index]!.filter(({ from, to }) => from <= today && (to === null || today <= to));
  const roots = held.filter(({ role }) => role !== 'administrator').map(({ unit }) => unit);
  const under = (posts: readonly Held[]) => new Set(posts.flatMap(({ unit }) => underNow(shape, unit)));
  const reading = under(held.filter(({ role }) => role !== 'administrator'));
  const exporting = under(held.filter(({ role }) => ['secretary', 'clerk', 'auditor'].includes(role)));
  const offices = under(held.filter(({ role }) => ['administrator', 'secretary', 'clerk'].includes(role)));
  const scopes = records.map(({ hosts, day: on }) => countedIn(shape, hosts, on));
  const readable = records.flatMap(({ status, by }, at) =>
    roots.some((root) => scopes[at]!.has(root)) && (status !== 'draft' || by === index) ? [at] : [],
  );
  const gives = (role: Role, unit: number) =>
    held.some(
      (own) =>
        underNow(shape, own.unit).includes(unit) &&
        (own.role === 'administrator' ||
          (['secretary', 'clerk'].includes(own.role) && ['reporter', 'lecturer'].includes(role))),
    );
  return { reading, exporting, offices, readable, scopes, gives };
}

async function compare(world: World, index: number, plainAsk: Ask): Promise<void> {
  const { shape, records, accounts } = world;
  const { reading, exporting, offices, readable, scopes, gives } = sightOf(world, index);
  const hidden = records.flatMap((_, at) => (readable.includes(at) ? [] : Object.values(marks(at))));
  // Whatever the answer is about, it has no word of a record out of sight.
  const ask: Ask = async (method, path, body) => {
    const answer = await plainAsk(method, path, body);
    for (const mark of hidden) assert.ok(!answer.text.includes(mark), `${method} ${path} tells ${mark}`);
    return answer;
  };
  const idsOf = (text: string) => (JSON.parse(text) as { rows: { id: number }[] }).rows.map((row) => row.id).sort();
  const totalOf = (text: string) => (JSON.parse(text) as { completeness: { total: number } }).completeness.total;
  const nowhere = await ask('GET', '/records?unit=nowhere');
  assert.equal(nowhere.status, 404);

  for (const [unit] of shape.parents.entries()) {
    const code = codeOf(unit);
    const question = { measure: 'lecture.sessions', unit: code, window };
    if (!reading.has(unit)) {
      for (const [method, path, body] of [
        ['GET', `/records?unit=${code}`],
        ['GET', `/records.csv?unit=${code}`],
        ['GET', `/records?unit=${code}&text=${encodeURIComponent('题甲')}`],
        ['GET', `/home?unit=${code}&window=2024-01-01..2024-12-31`],
        ['POST', '/figures', { questions: [question] }],
        ['POST', '/figures/records', { question }],
        ['GET', `/summaries/compiled?unit=${code}&window=2024-01-01..2024-12-31`],
      ] as [string, string, unknown?][]) {
        const refused = await ask(method, path, body);
        assert.equal(refused.status, 404, `${method} ${path}`);
        assert.equal(refused.text, nowhere.text.replaceAll('nowhere', code), 'as if it did not exist');
      }
      continue;
    }
    const here = readable.filter((at) => scopes[at]!.has(unit));
    const expected = here.map(idOf);
    const list = await ask('GET', `/records?unit=${code}`);
    assert.deepEqual(idsOf(list.text), expected, `list of ${code}`);
    for (const [filter, matches] of [
      ['person=p0', (at: number) => records[at]!.person === 0],
      ['status=submitted', (at: number) => records[at]!.status === 'submitted'],
      [`text=${encodeURIComponent('文丙')}`, () => true],
      [`text=${encodeURIComponent(marks(0).title)}`, (at: number) => at === 0],
      [`text=${encodeURIComponent(marks(records.length - 1).place)}`, (at: number) => at === records.length - 1],
    ] as [string, (at: number) => boolean][]) {
      const { text } = await ask('GET', `/records?unit=${code}&${filter}`);
      const found = here.filter(matches).map(idOf);
      assert.deepEqual(idsOf(text), found, `${filter} of ${code}`);
      assert.equal(totalOf(text), found.length, `the count of ${filter} of ${code}`);
    }
    const sheet = await ask('GET', `/records.csv?unit=${code}`);
    if (!exporting.has(unit)) assert.equal(sheet.status, 403);
    else {
      const lines = sheet.text.trim().split('\r\n');
      const told = lines.flatMap((line) => (/^\d+,/.test(line) ? [Number.parseInt(line, 10)] : [])).sort();
      assert.deepEqual(told, expected, `sheet of ${code}`);
      assert.match(lines.at(-1)!, new RegExp(`\\b${expected.length}\\b`), 'what the sheet says of itself');
    }
    // A figure is the unit's own: every verified record that counts there, also one done when it stood elsewhere.
    const counted = records.flatMap((one, at) => (one.status === 'verified' && scopes[at]!.has(unit) ? [at] : []));
    // The count of the whole list is the figures' too, so that both agree; what it holds beyond the rows are those records.
    const closed = counted.filter((at) => !readable.includes(at));
    assert.equal(totalOf(list.text), expected.length + closed.length, `the count of ${code}`);
    const figure = await ask('POST', '/figures', { questions: [question] });
    assert.equal(JSON.parse(figure.text).figures[0].value, counted.length, `figure of ${code}`);
    const opened = await ask('POST', '/figures/records', { question });
    assert.deepEqual(
      idsOf(opened.text),
      counted.filter((at) => readable.includes(at)).map(idOf),
      `figure of ${code}, opened`,
    );
    const home = JSON.parse((await ask('GET', `/home?unit=${code}&window=2024-01-01..2024-12-31`)).text);
    for (const [name, status] of [
      ['submitted', 'submitted'],
      ['returned', 'returned'],
      ['drafts', 'draft'],
    ] as const)
      assert.equal(
        home.waiting[name],
        here.filter((at) => records[at]!.status === status).length,
        `${name} at ${code}`,
      );
  }

  const missing = await ask('GET', '/records/999999');
  for (const [at] of records.entries()) {
    const { status, text } = await ask('GET', `/records/${idOf(at)}`);
    assert.equal(status, readable.includes(at) ? 200 : 404, `record ${idOf(at)}`);
    if (status === 404) assert.equal(unnumbered(text, idOf(at)), missing.text, 'as if it did not exist');
    for (const act of ['verification', 'submission']) {
      if (readable.includes(at)) continue;
      const refused = await ask('POST', `/records/${idOf(at)}/${act}`, {});
      assert.equal(unnumbered(refused.text, idOf(at)), (await ask('POST', `/records/999999/${act}`, {})).text);
    }
  }

  for (const [unit] of shape.parents.entries()) {
    const { status, text } = await ask('GET', `/accounts?unit=${codeOf(unit)}`);
    const listed = accounts.flatMap((posts, at) =>
      posts.some((post) => underNow(shape, unit).includes(post.unit) && gives(post.role, post.unit)) ? [at] : [],
    );
    assert.equal(status, offices.has(unit) ? 200 : 404, `accounts of ${codeOf(unit)}`);
    if (!offices.has(unit)) continue;
    const { rows, completeness } = JSON.parse(text) as {
      rows: { id: number; posts: unknown[] }[];
      completeness: { total: number };
    };
    assert.deepEqual(
      rows.map((row) => row.id),
      listed.map(idOf),
      `accounts of ${codeOf(unit)}`,
    );
    assert.equal(completeness.total, listed.length);
    for (const { id, posts } of rows)
      assert.equal(posts.length, accounts[id - 1]!.filter((post) => gives(post.role, post.unit)).length);
  }
}

/** The answer as it would be about the number that does not exist. */
function unnumbered(text: string, id: number): string {
  return text.replaceAll(new RegExp(`(?<![0-9])${id}(?![0-9])`, 'g'), '999999');
}
