import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Actor } from '#domain/access/policy.ts';
import { matchLedger } from '#domain/agreement/ledger/match.ts';
import { type Organisation, readOrganisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import { freezeEdition, makeEdition } from '#domain/summary/edition.ts';
import type { Summary } from '#domain/summary/model.ts';
import { day } from '#kernel/day.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, today } from '../../../test/organisation.ts';
import { assignDiscrepancy, commentDiscrepancy, decideDiscrepancy, setDue } from './actions.ts';
import { explainGap } from './gap/explain.ts';
import { openConflicts, openDiscrepancies, refuseOpenConflicts } from './open.ts';
import { readRetired, readRuleUse, restoreRule, retireRule } from './retirement.ts';
import { listDiscrepancies, readDiscrepancy, readNotes, readOwners } from './store.ts';

let desk: Desk;
let organisation: Organisation;
const window = { from: day('2024-01-01'), to: day('2024-06-30') };
const now = new Date('2024-07-01T02:00:00Z');
const unit = (code: string) => organisation.tree.find(code)!;

before(async () => {
  desk = await openDesk();
  const label = (zh: string) => JSON.stringify({ zh, en: zh });
  const { system } = desk.database;
  await system
    .updateTable('measure')
    .set({ label: label('宣讲') })
    .where('code', '=', 'lecture.sessions')
    .execute();
  await system
    .updateTable('measure')
    .set({ label: label('听讲人次') })
    .where('code', '=', 'lecture.attendance')
    .execute();
  organisation = await readOrganisation(system);
  // The posts that the actors have, as rows: who may be given something is looked up.
  for (const [actor, code, role] of [
    [desk.secretary, 'lake', 'secretary'],
    [desk.stranger, 'west', 'clerk'],
  ] as const) {
    await system
      .insertInto('post')
      .values({
        person_id: null,
        account_id: actor.accountId,
        unit_id: unit(code).id,
        role,
        valid_from: day('2012-01-01'),
        valid_to: null,
      })
      .execute();
  }
  for (const [index, attendance] of [40, 60, 80].entries()) {
    const { id } = await desk.create(
      desk.reporter,
      draftOf({ from: `2024-05-0${index + 1}`, to: `2024-05-0${index + 1}`, measures: { attendance } }),
    );
    await desk.verify(desk.clerk, id);
  }
});
after(() => desk.database.drop());

const wrong = '2024年上半年，全区共宣讲30场，听讲人次共计180人次。';
const open = (actor: Actor, text: string, code = 'east', title = '东区简报') =>
  desk.as(actor, (tx) =>
    openDiscrepancies(tx, actor, { kind: 'text', title, text, unit: unit(code), window }, undefined, {
      organisation,
      today,
      now,
    }),
  );
const list = (actor: Actor, code = 'lake') =>
  desk.as(actor, (tx) => listDiscrepancies(tx, organisation.tree, { unit: unit(code) }, 100));
const decide = (actor: Actor, id: number, to: 'open' | 'explained' | 'corrected' | 'dismissed', words: string) =>
  desk.as(actor, (tx) => decideDiscrepancy(tx, actor, id, to, words, { organisation, today, now }));

describe('against the ledger', () => {
  it('gives every number one state, and tells the value, the difference and how it came about', async () => {
    const text = `${wrong}计划全年宣讲500场。`;
    const { numbers, findings } = await matchLedger(desk.database.system, organisation, text, {
      unit: unit('east'),
      window,
    });
    assert.deepEqual(
      numbers.map((one) => [one.text, one.state, one.counted]),
      [
        ['30场', 'conflicting', '3场'],
        ['180人次', 'matched', '180人次'],
        ['500场', 'unsupported', undefined],
      ],
    );
    assert.equal(numbers[0]!.difference, 27);
    assert.deepEqual(
      findings.map((one) => [one.rule, one.severity, one.sides]),
      [['ledger_power_of_ten', 'conflict', ['30场', '3场']]],
    );
    assert.match(numbers[0]!.why.zh, /差10倍/);
  });

  it('knows a hedge on the wrong side, another window, and what is only a part', async () => {
    const stateOf = async (text: string) => {
      const found = await matchLedger(desk.database.system, organisation, text, { unit: unit('east'), window });
      return found.numbers.map((one) => [one.state, one.how ?? ''].join(' ').trim());
    };
    assert.deepEqual(await stateOf('全区宣讲听讲人次共近180人次。'), ['matched']);
    assert.deepEqual(await stateOf('全区宣讲听讲人次共190余人次。'), ['conflicting turned']);
    assert.deepEqual(await stateOf('2024年一季度，全区共宣讲3场。'), ['conflicting differs']);
    assert.deepEqual(await stateOf('在学校宣讲2场。'), ['unsupported']);
    assert.deepEqual(await stateOf('在学校宣讲9场。'), ['conflicting differs']);
  });
});

describe('who may', () => {
  it('refuses strangers, reporters and auditors, and what lacks its words', async () => {
    assert.deepEqual(await problemsOf(open(desk.stranger, wrong)), ['forbidden']);
    assert.deepEqual(await problemsOf(open(desk.reporter, wrong)), ['forbidden']);
    assert.deepEqual(await problemsOf(open(desk.auditor, wrong)), ['forbidden']);
    await open(desk.clerk, wrong);
    const { rows } = await list(desk.clerk, 'east');
    const { id } = rows[0]!;
    assert.equal((await list(desk.stranger, 'west')).total, 0);
    assert.equal(await desk.as(desk.stranger, (tx) => readDiscrepancy(tx, id)), undefined);
    assert.deepEqual(await problemsOf(decide(desk.stranger, id, 'dismissed', '不是')), ['discrepancy_unknown']);
    assert.deepEqual(await problemsOf(decide(desk.auditor, id, 'dismissed', '不是')), ['forbidden']);
    assert.deepEqual(await problemsOf(decide(desk.clerk, id, 'dismissed', ' ')), ['reason_missing text']);
    assert.deepEqual(await problemsOf(decide(desk.clerk, id, 'explained', '')), ['reason_missing text']);
    assert.deepEqual(await problemsOf(decide(desk.clerk, id, 'open', '')), ['move_not_allowed']);
    const setting = { organisation, today };
    const act = desk.as(desk.clerk, (tx) => assignDiscrepancy(tx, desk.clerk, id, desk.stranger.accountId, setting));
    assert.deepEqual(await problemsOf(act), ['owner_unknown owner']);
    const due = desk.as(desk.clerk, (tx) => setDue(tx, desk.clerk, id, day('2020-01-01'), setting));
    assert.deepEqual(await problemsOf(due), ['due_passed due']);
    const comment = desk.as(desk.clerk, (tx) => commentDiscrepancy(tx, desk.clerk, id, '  ', setting));
    assert.deepEqual(await problemsOf(comment), ['comment_empty text']);
  });

  it('keeps what was said: nobody changes or removes a note', async () => {
    const { rows } = await list(desk.clerk, 'east');
    await desk.as(desk.auditor, (tx) =>
      commentDiscrepancy(tx, desk.auditor, rows[0]!.id, '请说明', { organisation, today }),
    );
    const { system } = desk.database;
    await assert.rejects(system.deleteFrom('discrepancy_note').execute(), /only ever added to/);
    await assert.rejects(system.updateTable('discrepancy_note').set({ text: '' }).execute(), /only ever added to/);
  });
});

describe('the life of a discrepancy', () => {
  it('is one object however often it is found, closes when it has gone, and opens when it comes back', async () => {
    const title = '往返';
    const first = await open(desk.clerk, wrong, 'east', title);
    assert.deepEqual([first.opened, first.again, first.gone], [1, 0, 0]);
    const moved = await open(desk.secretary, `各位同志：\n${wrong}`, 'east', title);
    assert.deepEqual([moved.opened, moved.again, moved.gone], [0, 1, 0]);
    const mended = await open(desk.clerk, wrong.replace('30场', '3场'), 'east', title);
    assert.deepEqual([mended.opened, mended.again, mended.gone], [0, 0, 1]);
    const found = (await list(desk.clerk, 'east')).rows.find((row) => row.source.key === title)!;
    assert.deepEqual([found.state, found.closedHow], ['corrected', 'no_longer_found']);
    const back = await open(desk.clerk, wrong, 'east', title);
    assert.deepEqual([back.opened, back.again, back.gone], [0, 1, 0]);
    const notes = await desk.as(desk.clerk, (tx) => readNotes(tx, found.id));
    assert.deepEqual(
      notes.map((one) => one.act),
      ['opened', 'no_longer_found', 'found_again'],
    );
  });

  it('is given to somebody by a day, explained, reopened and dismissed; every step is in the audit', async () => {
    await open(desk.clerk, wrong, 'east', '一生');
    const { id } = (await list(desk.clerk, 'east')).rows.find((row) => row.source.key === '一生')!;
    const setting = { organisation, today };
    const owners = await desk.as(desk.clerk, (tx) => readOwners(tx, organisation.tree, unit('east'), today));
    assert.ok(owners.some((one) => one.id === desk.secretary.accountId));
    await desk.as(desk.clerk, (tx) => assignDiscrepancy(tx, desk.clerk, id, desk.secretary.accountId, setting));
    await desk.as(desk.clerk, (tx) => setDue(tx, desk.clerk, id, today, setting));
    await decide(desk.secretary, id, 'explained', '简报里多写了一个0，已电话告知');
    await decide(desk.secretary, id, 'open', '');
    await decide(desk.clerk, id, 'dismissed', '口径不同');
    const found = (await desk.as(desk.clerk, (tx) => readDiscrepancy(tx, id)))!;
    assert.deepEqual(
      [found.state, found.owner?.id, found.due, found.closedBy],
      ['dismissed', desk.secretary.accountId, today, 'clerk'],
    );
    const again = await open(desk.clerk, wrong, 'east', '一生');
    assert.deepEqual([again.opened, again.again], [0, 1]);
    assert.equal((await desk.as(desk.clerk, (tx) => readDiscrepancy(tx, id)))!.state, 'dismissed');
    const audited = await desk.database.system
      .selectFrom('audit_entry' as never)
      .select('action' as never)
      .where('subject' as never, '=', `discrepancy:${id}` as never)
      .orderBy('id' as never)
      .execute();
    assert.deepEqual(
      (audited as { action: string }[]).map((row) => row.action),
      ['discrepancy.opened', 'discrepancy.explained', 'discrepancy.reopened', 'discrepancy.dismissed'],
    );
  });

  it('stands in the way of freezing until it is settled or named', async () => {
    const key = { unit: unit('east'), window };
    const round = '2024年上半年，全区共宣讲30场。';
    await open(desk.clerk, round, 'east', '不是小结');
    assert.deepEqual(await desk.as(desk.clerk, (tx) => openConflicts(tx, organisation, key.unit, window)), []);
    await desk.database.system
      .updateTable('discrepancy')
      .set({ source_kind: 'round', source_key: 'east 2024-01-01..2024-06-30' })
      .where('source_key', '=', '不是小结')
      .execute();
    const [conflict] = await desk.as(desk.clerk, (tx) => openConflicts(tx, organisation, key.unit, window));
    const freeze = (accepted: number[]) =>
      desk.as(desk.clerk, (tx) => refuseOpenConflicts(tx, organisation, key.unit, window, accepted));
    assert.deepEqual(await problemsOf(freeze([])), ['conflicts_open']);
    await freeze([conflict!.id]);
    await decide(desk.clerk, conflict!.id, 'corrected', '');
    await freeze([]);
  });
});

describe('rules that people dismiss', () => {
  it('are counted, retired by a secretary only, not run, and brought back', async () => {
    const text = '2024年上半年，讲师分别在在两所学校授课。';
    const rule = 'doubled_word';
    const used = async () =>
      (await desk.as(desk.clerk, (tx) => readRuleUse(tx, organisation, unit('east')))).find(
        (one) => one.rule === rule,
      )!;
    await open(desk.clerk, text, 'east', '重字');
    const { rows } = await list(desk.clerk, 'east');
    await decide(desk.clerk, rows.find((row) => row.rule === rule)!.id, 'dismissed', '原文如此');
    assert.deepEqual([(await used()).decided, (await used()).dismissed], [1, 1]);
    const retire = (actor: Actor, reason: string) =>
      desk.as(actor, (tx) => retireRule(tx, actor, organisation, unit('lake'), rule, reason, today));
    assert.deepEqual(await problemsOf(retire(desk.clerk, '不准')), ['forbidden']);
    assert.deepEqual(await problemsOf(retire(desk.secretary, '')), ['reason_missing reason']);
    await retire(desk.secretary, '误报太多');
    assert.deepEqual(await problemsOf(retire(desk.secretary, '误报太多')), ['rule_retired']);
    assert.equal((await used()).retired!.reason, '误报太多');
    const { checked, gone } = await open(desk.clerk, text, 'east', '重字二');
    assert.deepEqual([[...checked.retired], gone], [[rule], 0]);
    assert.ok(!checked.findings.some((one) => one.finding.rule === rule));
    const restore = (actor: Actor, code: string) =>
      desk.as(actor, (tx) => restoreRule(tx, actor, organisation, unit(code), rule, now));
    assert.deepEqual(await problemsOf(restore(desk.clerk, 'lake')), ['forbidden']);
    assert.deepEqual(await problemsOf(restore(desk.secretary, 'east')), ['rule_not_retired']);
    await restore(desk.secretary, 'lake');
    assert.equal((await desk.as(desk.clerk, (tx) => readRetired(tx, organisation, unit('east')))).size, 0);
  });
});

describe('earlier editions', () => {
  it('remembers what an earlier edition said of the same fact', async () => {
    const question = { measure: 'lecture.sessions', unit: 'east', window, precision: 'exact' } as const;
    const [figure] = await evaluateFigures(desk.database.system, organisation, [question]);
    const summary: Summary = {
      title: '东区上半年小结',
      unit: { code: 'east', name: unit('east').name },
      window,
      windows: {},
      sections: [
        { code: 'a', title: '宣讲', blocks: [{ type: 'paragraph', inlines: ['共宣讲', { figure: 0 }, '。'] }] },
      ],
      figures: [{ ...figure!, value: 2, text: '2场' }],
      notes: [],
    };
    await desk.as(desk.secretary, async (tx) => {
      const edition = await makeEdition(tx, organisation, summary, 'east-h1', now);
      await freezeEdition(tx, desk.secretary, organisation, edition, null);
    });
    const { checked } = await open(desk.clerk, '2024年1月1日至6月30日，全区共宣讲3场。', 'east', '对发布版');
    const differs = checked.findings.filter((one) => one.finding.rule === 'edition_differs');
    assert.deepEqual(
      differs.map((one) => one.finding.sides),
      [['3场', '2场']],
    );
  });

  it('are what a gap is told from, record by record, and small numbers of people are not told', async () => {
    const question = { measure: 'lecture.sessions', unit: 'east', window, precision: 'exact' } as const;
    const gap = await desk.as(desk.clerk, (tx) =>
      explainGap(tx, organisation, question, { kind: 'edition', code: 'east-h1' }),
    );
    // The edition was made up to say 2 of 3: nothing that happened accounts for it, and the gap says so.
    assert.deepEqual([gap.left.value, gap.right.value, gap.gap], [3, 2, 1]);
    assert.equal(gap.unaccounted + gap.reasons.reduce((sum, one) => sum + one.sum, 0), 1);
    const { id } = await desk.create(
      desk.reporter,
      draftOf({ kind: 'assistance', classes: {}, measures: { helped: 2 }, from: '2024-05-06', to: '2024-05-06' }),
    );
    await desk.verify(desk.clerk, id);
    const helped = desk.as(desk.clerk, (tx) =>
      explainGap(tx, organisation, { ...question, measure: 'assistance.helped' }, { kind: 'children' }),
    );
    assert.deepEqual(await problemsOf(helped), ['figure_hidden']);
  });

  it('tell a record that was merged into another from one that was thrown away', async () => {
    const at = new Date();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const day = '2024-06-03';
    const make = async (title: string) => {
      const { id } = await desk.create(
        desk.reporter,
        draftOf({ from: day, to: day, title, measures: { attendance: 7 } }),
      );
      return id;
    };
    const [kept, dropped, thrown] = [await make('磨坊宣讲'), await make('磨坊宣讲'), await make('别的宣讲')];
    await desk.verify(desk.clerk, kept);
    await desk.annul(desk.clerk, dropped);
    await desk.annul(desk.clerk, thrown);
    await desk.database.system
      .insertInto('record_merge')
      .values({
        kept_id: kept,
        dropped_id: dropped,
        before: '{}',
        after: '{}',
        by_account: desk.clerk.accountId,
        reason: '',
      })
      .execute();
    const question = { measure: 'lecture.attendance', unit: 'east', window, precision: 'exact' } as const;
    const explain = (against: Parameters<typeof explainGap>[3]) =>
      desk.as(desk.clerk, (tx) => explainGap(tx, organisation, question, against));
    const reported = await explain({ kind: 'reported' });
    assert.deepEqual(reported.reasons.map((one) => [one.reason, one.records, one.sum]).sort(), [
      ['duplicate', 1, -7],
      ['void', 1, -7],
    ]);
    const since = await explain({ kind: 'moment', at });
    assert.deepEqual(since.reasons, [{ reason: 'late_filed', records: 1, sum: 7 }]);
  });
});
