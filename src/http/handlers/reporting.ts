import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { closePeriod, openRound, proposeNext, reopenPeriod, setDeadlines } from '#domain/reporting/actions.ts';
import { readCellRecords } from '#domain/reporting/cell-records.ts';
import { lateRecords } from '#domain/reporting/late.ts';
import { readMatrix } from '#domain/reporting/matrix.ts';
import type { Period } from '#domain/reporting/model.ts';
import { noticesFor, periodNotice } from '#domain/reporting/notice.ts';
import { dismissReminder, remind } from '#domain/reporting/reminders.ts';
import { rowUnits } from '#domain/reporting/rules.ts';
import { periodInSight, periodsInSight, unitOfPeriod } from '#domain/reporting/sight.ts';
import { stateNothing, withdrawStatement } from '#domain/reporting/statements.ts';
import { readEvents, readPeriods } from '#domain/reporting/store.ts';
import { missingSections, progress, reminderStart, sendableList } from '#domain/reporting/texts.ts';
import { csvLines } from '#formats/csv-write.ts';
import { refuse } from '#kernel/problem.ts';
import { windowText } from '#kernel/window.ts';
import { readWindow } from '../contract/common.ts';
import { scopeNow, signedIn, todayOf, unitInSight } from '../services.ts';
import { completeness, cursorText, readCursor, unitName } from '../shapes.ts';
import { csvRows, csvTitles, lateShape, periodShape, recordShape, rowShape } from './reporting-shapes.ts';

const pageSize = 50;

export const reporting = {
  periods: signedIn.reporting.periods.handler(async ({ context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const periods = await asReader(services.database, actor, (tx) => periodsInSight(tx, actor, tree));
    const units = [...new Set(periods.map((period) => period.unitId))].map((id) => tree.byId(id));
    return {
      periods: periods.map((period) => periodShape(period, actor, tree)),
      mayOpen: units.filter((unit) => can(actor, 'compile', { scope: scopeNow(unit, tree) })).map(unitName),
      today: todayOf(services.now()),
    };
  }),
  events: signedIn.reporting.events.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const events = await asReader(services.database, actor, async (tx) =>
      readEvents(tx, (await periodInSight(tx, actor, tree, input.code)).id),
    );
    return {
      events: events.map(({ action, reason, detail, by, at }) => ({
        action,
        reason,
        due: detail.due ?? null,
        byKind: { ...detail.byKind },
        by,
        at: at.toISOString(),
      })),
    };
  }),
  matrix: signedIn.reporting.matrix.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const now = services.now();
    const today = todayOf(now);
    const { period, rows } = await asReader(services.database, actor, async (tx) => {
      const round = await periodInSight(tx, actor, tree, input.round);
      const unit = unitOfPeriod(actor, tree, round, input.unit);
      return { period: round, rows: await readMatrix(tx, tree, round, rowUnits(unit, tree, round)) };
    });
    const asked = rows.length > 1 ? rows.slice(1) : rows;
    const unit = tree.find(input.unit)!;
    return {
      period: periodShape(period, actor, tree),
      sections: period.sections.map(({ code, title, short, windows }) => ({
        code,
        title,
        short,
        windows: [...windows],
      })),
      rows: rows.map((row) => rowShape(row, period, actor, tree, today)),
      progress: progress(asked, period, tree),
      sendable: sendableList(asked, period, tree, today),
      reminder: reminderStart,
      today,
      mayExport: can(actor, 'export', { scope: scopeNow(unit, tree) }),
      completeness: completeness(rows.length, unit, period.window, now),
    };
  }),
  cell: signedIn.reporting.cell.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    return await asReader(services.database, actor, async (tx) => {
      const period = await periodInSight(tx, actor, tree, input.round);
      const unit = unitOfPeriod(actor, tree, period, input.unit);
      const section = period.sections.find((one) => one.code === input.section);
      if (!section)
        refuse('section_unknown', { zh: '这一期没有这一部分', en: 'the round has no such section' }, 'section');
      const after = input.after === undefined ? undefined : readCursor(input.after);
      const records = await readCellRecords(tx, tree, period, section, unit, pageSize + 1, after);
      const [row] = await readMatrix(tx, tree, period, [unit]);
      const cell = row!.cells.find((one) => one.section === section.code)!;
      const shown = records.slice(0, pageSize);
      return {
        rows: shown.map((record) => recordShape(record, tree)),
        ...(records.length > pageSize && { next: cursorText(shown.at(-1)!) }),
        completeness: completeness(cell.verified + cell.submitted + cell.returned, unit, undefined, services.now()),
      };
    });
  }),
  export: signedIn.reporting.export.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const unit = unitInSight(actor, await services.organisation(), input.unit);
    if (!can(actor, 'export', { scope: scopeNow(unit, tree) }))
      refuse('forbidden', { zh: '您的职务不能导出名单', en: 'your posts do not let you export the list' });
    const { period, rows } = await asReader(services.database, actor, async (tx) => {
      const round = await periodInSight(tx, actor, tree, input.round);
      const asked = unitOfPeriod(actor, tree, round, input.unit);
      return { period: round, rows: await readMatrix(tx, tree, round, rowUnits(asked, tree, round)) };
    });
    return {
      name: `报送情况-${unit.short}-${period.code}.csv`,
      csv: [...csvLines(csvTitles, csvRows(rows, period, tree, input.open))].join(''),
    };
  }),
  setDeadlines: signedIn.reporting.setDeadlines.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const { code, due, byKind } = input;
    await asActor(services.database, actor, (tx) => setDeadlines(tx, actor, tree, code, { due, byKind }));
    return {};
  }),
  close: signedIn.reporting.close.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    await asActor(services.database, actor, (tx) => closePeriod(tx, actor, tree, input.code, input.reason));
    return {};
  }),
  reopen: signedIn.reporting.reopen.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    await asActor(services.database, actor, (tx) => reopenPeriod(tx, actor, tree, input.code, input.reason));
    return {};
  }),
  proposal: signedIn.reporting.proposal.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const next = await asReader(services.database, actor, (tx) => proposeNext(tx, actor, tree, input.unit));
    if (!next) return { after: null, title: '', window: null, windows: {}, labels: {}, due: null, byKind: {} };
    const { after, title, window, windows, due, byKind } = next;
    return {
      after: { code: after.code, title: after.title },
      title,
      window,
      windows: { ...windows },
      labels: Object.fromEntries(Object.keys(windows).map((name) => [name, sectionsWith(after, name)])),
      due,
      byKind: { ...byKind },
    };
  }),
  open: signedIn.reporting.open.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const { unit, ...round } = input;
    return { code: await asActor(services.database, actor, (tx) => openRound(tx, actor, tree, unit, round)) };
  }),
  state: signedIn.reporting.state.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    await asActor(services.database, actor, (tx) => stateNothing(tx, actor, tree, input));
    return {};
  }),
  withdraw: signedIn.reporting.withdraw.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    await asActor(services.database, actor, (tx) => withdrawStatement(tx, actor, tree, input.id));
    return {};
  }),
  remind: signedIn.reporting.remind.handler(async ({ input, context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const sent = await asActor(services.database, actor, (tx) =>
      remind(tx, actor, tree, input, todayOf(services.now())),
    );
    return { sent: sent.map(({ unit, receivers }) => ({ unit: unitName(unit), receivers: [...receivers] })) };
  }),
  dismiss: signedIn.reporting.dismiss.handler(async ({ input, context: { services, actor } }) => {
    await asActor(services.database, actor, (tx) => dismissReminder(tx, actor, input.id));
    return {};
  }),
  late: signedIn.reporting.late.handler(async ({ input, context: { services, actor } }) => {
    const organisation = await services.organisation();
    return await asReader(services.database, actor, async (tx) => {
      const period = await periodInSight(tx, actor, organisation.tree, input.round);
      return lateShape(await lateRecords(tx, organisation, period), period, organisation);
    });
  }),
  carried: signedIn.reporting.carried.handler(async ({ input, context: { services, actor } }) => {
    const organisation = await services.organisation();
    const unit = unitInSight(actor, organisation, input.unit);
    const window = readWindow(input.window);
    return await asReader(services.database, actor, async (tx) => {
      const rounds = await readPeriods(tx, { unitId: unit.id });
      const before = window && rounds.find((one) => one.window.from < window.from);
      // Only a round has one before it; any other window is a question of its own.
      if (!before || !rounds.some((one) => windowText(one.window) === input.window)) return { late: null };
      return { late: lateShape(await lateRecords(tx, organisation, before), before, organisation) };
    });
  }),
  periodNotice: signedIn.reporting.periodNotice.handler(async ({ input, context: { services, actor } }) => {
    const organisation = await services.organisation();
    const unit = unitInSight(actor, organisation, input.unit);
    const notice = await asReader(services.database, actor, (tx) =>
      periodNotice(tx, organisation.tree, unit, input.day),
    );
    return { text: notice?.text ?? null };
  }),
  notices: signedIn.reporting.notices.handler(async ({ context: { services, actor } }) => {
    const { tree } = await services.organisation();
    const found = await asReader(services.database, actor, (tx) =>
      noticesFor(tx, actor, tree, todayOf(services.now())),
    );
    return {
      reminders: found.reminders.map(({ id, text, by, at, period, unitId }) => ({
        ...{ id, text, by, at: at.toISOString() },
        round: period.code,
        unit: unitName(tree.byId(unitId)),
      })),
      due: found.due.map(({ period, unit, due, daysLeft, row, below }) => ({
        round: period.code,
        title: period.title,
        unit: unitName(unit),
        due,
        daysLeft,
        missing: row ? missingSections(row, period) : [],
        below: below ?? null,
      })),
    };
  }),
};

/** What a part of a round is for: the sections that have their window from it. */
function sectionsWith({ sections }: Period, part: string): string {
  return sections
    .filter((section) => section.parts.includes(part))
    .map((section) => section.short)
    .join('、');
}
