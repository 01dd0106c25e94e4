import { can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Late } from '#domain/reporting/late.ts';
import { type Cell, cellStateLabels, type MatrixRow, type Period } from '#domain/reporting/model.ts';
import { isComplete, isOpen } from '#domain/reporting/rules.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { windowText } from '#kernel/window.ts';
import { type SignedIn, scopeNow, todayOf } from '../services.ts';
import { unitName } from '../shapes.ts';

export function periodShape(period: Period, actor: SignedIn, tree: UnitTree) {
  const unit = tree.byId(period.unitId);
  const scope = scopeNow(unit, tree);
  return {
    code: period.code,
    title: period.title,
    unit: unitName(unit),
    window: period.window,
    due: period.due,
    byKind: { ...period.dueByKind },
    closedAt: period.closedAt?.toISOString() ?? null,
    closedBy: period.closedBy,
    may: { plan: can(actor, 'compile', { scope }), close: can(actor, 'freeze', { scope }) },
  };
}

export function rowShape(row: MatrixRow, period: Period, actor: SignedIn, tree: UnitTree, today: Day) {
  const unit = tree.byId(row.unitId);
  const scope = scopeNow(unit, tree);
  return {
    unit: unitName(unit),
    kind: row.kind,
    below: tree.childrenOf(unit).length,
    due: row.due,
    complete: isComplete(row),
    cells: row.cells.map((cell) => cellShape(cell, row.due, today)),
    may: {
      state: unit.id !== period.unitId && can(actor, 'record', { scope }),
      remind: can(actor, 'verify', { scope }),
    },
  };
}

function cellShape(cell: Cell, due: Day | null, today: Day) {
  const { statement, reminded } = cell;
  return {
    section: cell.section,
    state: cell.state,
    asked: cell.asked,
    verified: cell.verified,
    submitted: cell.submitted,
    returned: cell.returned,
    late: cell.late,
    overdue: isOpen(cell) && due !== null && due < today,
    contradicted: cell.contradicted,
    ...(statement && { statement: { id: statement.id, by: statement.by, at: statement.at.toISOString() } }),
    ...(reminded && { reminded: { by: reminded.by, at: reminded.at.toISOString() } }),
  };
}

export function recordShape(
  record: Pick<Late['records'][number], 'id' | 'title' | 'day' | 'hosts' | 'status'>,
  tree: UnitTree,
) {
  const { id, title, day, status } = record;
  return { id, title, day, status, hosts: record.hosts.flatMap((host) => tree.findId(host) ?? []).map(unitName) };
}

export function lateShape(late: Late, period: Period, { tree }: Organisation) {
  const named = new Map(period.sections.map((section) => [section.code, section.short]));
  return {
    period: { code: period.code, title: period.title },
    since: late.since?.toISOString() ?? null,
    records: late.records.map((record) => ({
      ...recordShape(record, tree),
      reason: record.reason,
      at: record.at.toISOString(),
      sections: record.sections.map((code) => named.get(code)!),
      included: record.included,
    })),
    carried: late.carried,
    effects: late.effects.map((effect) => ({ ...effect, section: named.get(effect.section)! })),
  };
}

export const csvTitles = ['单位', '部分', '统计时段', '状态', '已核定', '待核定', '退回', '截止日', '最近提醒'];

/** One line a cell that is asked or has something; of units that are not asked only what they have. */
export function* csvRows(rows: readonly MatrixRow[], period: Period, tree: UnitTree, onlyOpen: boolean) {
  for (const row of rows) {
    for (const cell of row.cells) {
      if (onlyOpen ? !isOpen(cell) : cell.state === 'not_asked') continue;
      const section = period.sections.find((one) => one.code === cell.section)!;
      yield [
        tree.byId(row.unitId).name,
        section.title,
        section.windows.map(windowText).join('；'),
        cellStateLabels[cell.state].zh,
        // What nobody reported stays empty: a zero would be a statement.
        ...[cell.verified, cell.submitted, cell.returned].map((n) => (cell.state === 'blank' ? null : n)),
        row.due ?? '',
        cell.reminded ? `${cell.reminded.by} ${todayOf(cell.reminded.at)}` : '',
      ];
    }
  }
}
