import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Actor, Role } from '#domain/access/policy.ts';
import { checkText } from '#domain/agreement/check.ts';
import { isFault } from '#domain/agreement/model.ts';
import { type Organisation, readOrganisation } from '#domain/classes/organisation.ts';
import { hedged } from '#domain/figures/hedge.ts';
import { intervalOf } from '#domain/reading/interval.ts';
import { readQuantities } from '#domain/reading/quantities.ts';
import { rank } from '#domain/summary/blocks/ranks.ts';
import { compileSummary } from '#domain/summary/compile.ts';
import { documentOf } from '#domain/summary/document.ts';
import { freezeEdition, makeEdition, publishEdition, sealEdition } from '#domain/summary/edition.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import type { Summary } from '#domain/summary/model.ts';
import { readRounds, readTemplate } from '#domain/summary/store.ts';
import { parseText } from '#domain/summary/token.ts';
import { writeTxt } from '#formats/txt-write.ts';
import { day } from '#kernel/day.ts';
import { ProblemError } from '#kernel/problem.ts';
import type { Window } from '#kernel/window.ts';
import { installPack } from '#packs/install.ts';
import { projectFolder } from '../src/config.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
let organisation: Organisation;

before(async () => {
  database = await freshDatabase();
  await installPack(database, join(projectFolder, 'packs', 'hongshan'));
  organisation = await readOrganisation(database.system);
});
after(() => database.drop());

async function compile(unit: string, window: Window): Promise<Summary> {
  const template = await readTemplate(database.system);
  return await compileSummary(database.system, organisation, {
    unit: organisation.tree.find(unit)!,
    window,
    template,
  });
}

async function publishedRound(): Promise<{ summary: Summary; code: string }> {
  const round = (await readRounds(database.system)).find((one) => one.code === '2025-q1')!;
  const template = await readTemplate(database.system, round.template);
  const unit = organisation.tree.byId(round.unitId);
  const { window, windows, title, code } = round;
  const summary = await compileSummary(database.system, organisation, { unit, window, windows, title, template });
  return { summary, code };
}

const quarter = { from: day('2025-01-01'), to: day('2025-03-31') };

function actorAt(role: Role, code: string): Actor {
  const unit = organisation.tree.find(code)!;
  return {
    accountId: 1,
    name: role,
    posts: [{ role, unitId: unit.id, path: unit.path, from: unit.validFrom, to: null }],
  };
}

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problems.some((one) => one.code === code);

describe('a summary', () => {
  it('says so when its window has no records', async () => {
    const empty = await compile('hs', { from: day('2019-01-01'), to: day('2019-12-31') });
    assert.ok(empty.figures.every((figure) => figure.value === 0));
    assert.match(empty.notes.join(), /没有已核定的工作记录/);
    assert.ok(empty.sections.every((section) => section.blocks.length > 0));
  });

  it('shows in every figure what the records themselves add up to', async () => {
    for (const unit of organisation.tree.units.filter((one) => one.kind === 'association')) {
      const summary = await compile(unit.code, quarter);
      for (const figure of summary.figures) {
        const { question } = figure;
        const measure = organisation.catalogue.measure(question.measure);
        const units = (question.union ?? [question.unit]).map((code) => organisation.tree.find(code)!.id);
        const value = measure ? sql.ref(`m${measure.slot}`) : sql`1`;
        const { rows } = await sql<{ sum: number; n: number }>`
          SELECT coalesce(sum(${value}), 0)::bigint AS sum, count(*) AS n FROM record r JOIN facet f ON f.id = r.facet_id
          WHERE r.status = 'verified' AND r.kind = ${question.measure.split('.')[0]!} AND r.scope && ${units}::int[]
            AND r.day BETWEEN ${question.window.from} AND ${question.window.to}
            AND f.classes @> ${JSON.stringify(question.classes ?? {})}::jsonb
            AND (${question.record ?? null}::bigint IS NULL OR r.id = ${question.record ?? null}::bigint)
            AND (${question.person ?? null}::text IS NULL OR EXISTS (SELECT FROM record_person p JOIN person ON person.id = p.person_id
              WHERE p.record_id = r.id AND person.code = ${question.person ?? null}::text))`.execute(database.system);
        const counted = rows[0]!.sum / (measure?.scale ?? 1);
        if (figure.value === null) {
          assert.ok(counted > 0 && counted < measure!.smallCell!, figure.text);
          assert.equal(figure.text, `少于${measure!.smallCell}${measure!.unit}`);
          assert.equal(figure.records, null);
        } else {
          assert.equal(figure.value, counted, JSON.stringify(question));
          assert.equal(figure.records, rows[0]!.n);
        }
      }
    }
  });

  it('leaves out units with nothing to tell and keeps the order of the tree', async () => {
    const summary = await compile('hs', quarter);
    for (const section of summary.sections) {
      const leads = section.blocks.flatMap((block) =>
        block.type === 'paragraph' && block.lead ? [block.lead.unit] : [],
      );
      const positions = leads.map((code) => organisation.tree.find(code)!.position);
      for (const block of section.blocks) if (block.type === 'paragraph') assert.ok(block.inlines.length > 0);
      if (section.code !== 'media')
        assert.deepEqual(
          positions,
          [...positions].sort((left, right) => left - right),
        );
    }
  });

  it('agrees with itself when it is read like anybody else’s', async () => {
    const { summary, code } = await publishedRound();
    const edition = await makeEdition(database.system, organisation, summary, code, new Date(0));
    const faults = checkText(writeTxt(documentOf(edition))).filter(
      (one) => isFault(one) && one.severity === 'conflict',
    );
    assert.deepEqual(faults, []);
  });
});

describe('an edition', () => {
  it('is refused to those who may not freeze, and when its code is taken', async () => {
    const { summary } = await publishedRound();
    const edition = await makeEdition(database.system, organisation, summary, 'another', new Date(0));
    const freeze = (actor: Actor, one: Edition) =>
      database.system.transaction().execute((tx) => freezeEdition(tx, actor, organisation, one, null));
    await assert.rejects(freeze(actorAt('clerk', 'hs'), edition), refusedWith('forbidden'));
    await assert.rejects(freeze(actorAt('secretary', 'cg'), edition), refusedWith('forbidden'));
    await assert.rejects(
      freeze(actorAt('secretary', 'hs'), { ...edition, code: '2025-q1' }),
      refusedWith('edition_exists'),
    );
    const publish = database.system
      .transaction()
      .execute((tx) => publishEdition(tx, actorAt('clerk', 'hs'), organisation, '2025-q1', new Date()));
    await assert.rejects(publish, refusedWith('forbidden'));
  });

  it('regenerates to the same bytes', async () => {
    const { summary, code } = await publishedRound();
    const row = await database.system
      .selectFrom('edition')
      .selectAll()
      .where('code', '=', code)
      .executeTakeFirstOrThrow();
    const again = sealEdition(await makeEdition(database.system, organisation, summary, code, row.frozen_at));
    assert.equal(again.canonical, row.canonical);
    assert.equal(again.sha256, row.sha256);
  });

  it('cannot be changed or removed, not even by the database’s owner', async () => {
    await assert.rejects(sql`UPDATE edition SET title = 'x'`.execute(database.system), /never edited/);
    await assert.rejects(sql`DELETE FROM edition`.execute(database.system), /never edited/);
  });
});

describe('its parts', () => {
  it('ranks equal counts together, in the order given, and zero not at all', () => {
    const unit = (code: string, value: number) =>
      ({ unit: { code }, figure: { value } }) as never as Parameters<typeof rank>[0][number];
    const places = rank([unit('a', 4), unit('b', 7), unit('c', 4), unit('d', 0), unit('e', 7)]);
    assert.deepEqual(
      places.map((place) => place.map((entry) => entry.unit.code)),
      [
        ['b', 'e'],
        ['a', 'c'],
      ],
    );
  });

  it('splits a text into tokens and words without losing any', () => {
    const piece = fc.constantFrom(
      '共',
      '{lecture.sessions}',
      '{lecture.sessions|venue=school@media~}',
      '{unit}',
      '{',
      '}',
      '{Not a token}',
      '场，',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const words = parseText(text).map((part) =>
          'words' in part ? part.words : 'name' in part ? `{${part.name}}` : '{token}',
        );
        assert.equal(words.join(''), text.replace(/\{lecture\.sessions(\|venue=school@media~)?\}/g, '{token}'));
      }),
    );
  });

  it('hedges so that what a reader understands contains the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000_000 }), (value) => {
        const text = `参加活动${hedged(value, '人次')}。`;
        const read = readQuantities(text);
        assert.equal(read.length, 1, text);
        const { low, high } = intervalOf(read[0]!);
        assert.ok(low <= value && value <= high, `${value}: ${text} is ${low} to ${high}`);
        // The number named is never further off than a tenth.
        assert.ok(Math.abs(read[0]!.value - value) <= value * 0.1, `${value}: ${text}`);
      }),
      { numRuns: 500 },
    );
  });
});
