import type { Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { refuse } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import { windowInWords } from '#kernel/window.ts';
import { againstChildren, againstReported, againstWindow, type Differences } from './differences.ts';
import type { Gap, GapAgainst } from './model.ts';
import { againstMoment } from './moment.ts';

/** How many records a gap lists. */
const mostRows = 200;

/**
 * Why a figure and another one differ: every record that counts on one side and not on the other, with the reason; the
 * reasons add up to the gap. Raises ProblemError for figures of too few people, unions, and editions without the figure.
 */
export async function explainGap(
  tx: Tx,
  organisation: Organisation,
  question: FigureQuestion,
  against: GapAgainst,
): Promise<Gap> {
  if (question.union || question.record !== undefined)
    refuse('gap_form', {
      zh: '这个数字不是一个单位的合计，不能这样比',
      en: 'only a figure of one unit can be compared',
    });
  const { tree, catalogue } = organisation;
  const measure = catalogue.measure(question.measure);
  const scale = measure?.scale ?? 1;
  const [figure] = await evaluateFigures(tx, organisation, [question]);
  const now = shown(figure!);
  const said: Text = { zh: `${tree.find(question.unit)!.short}，现在`, en: `${question.unit}, now` };
  const gap = (differences: Differences, value: number, label: Text, left = said): Gap => {
    const sums = differences.reasons.map((one) => ({ ...one, sum: one.sum / scale }));
    const listed = sums.reduce((sum, one) => sum + one.sum, 0);
    return {
      question,
      counterWord: figure!.counterWord,
      left: { label: left, value: now },
      right: { label, value },
      gap: rounded(now - value),
      reasons: sums,
      rows: differences.rows.map(({ id, left: one, right: other, ...row }) => ({
        record: id,
        title: row.title,
        day: row.day,
        hosts: row.hosts,
        reason: row.reason,
        left: one / scale,
        right: other / scale,
      })),
      total: differences.total,
      unaccounted: rounded(now - value - listed),
    };
  };
  switch (against.kind) {
    case 'moment': {
      const differences = await againstMoment(tx, organisation, question, against.at, mostRows);
      const change = differences.reasons.reduce((sum, one) => sum + one.sum, 0) / scale;
      return gap(differences, rounded(now - change), atMoment(against.at));
    }
    case 'edition': {
      const { value, at } = await frozenValue(tx, organisation, question, against.code);
      const differences = await againstMoment(tx, organisation, question, at, mostRows);
      return gap(differences, value, { zh: `发布版 ${against.code}`, en: `edition ${against.code}` });
    }
    case 'children': {
      const children = tree.childrenOf(tree.find(question.unit)!);
      if (children.length === 0)
        refuse('no_children', { zh: '这个单位没有下级单位', en: 'the unit has no units below it' });
      const figures = await evaluateFigures(
        tx,
        organisation,
        children.map((child) => ({ ...question, unit: child.code })),
      );
      const sum = figures.reduce((all, one) => all + shown(one), 0);
      const ids = children.map((child) => child.id);
      const differences = await againstChildren(tx, organisation, question, ids, mostRows);
      return gap(differences, sum, {
        zh: `${children.length}个下级单位逐个相加`,
        en: `${children.length} units below it, added up`,
      });
    }
    case 'window': {
      const { window } = against;
      const [other] = await evaluateFigures(tx, organisation, [{ ...question, window }]);
      const differences = await againstWindow(tx, organisation, question, window, mostRows);
      const label = (of: typeof window): Text => ({ zh: windowInWords(of), en: `${of.from} to ${of.to}` });
      return gap(differences, shown(other!), label(window), label(question.window));
    }
    case 'reported': {
      const differences = await againstReported(tx, organisation, question, mostRows);
      const more = differences.reasons.reduce((sum, one) => sum + one.sum, 0) / scale;
      return gap(
        differences,
        rounded(now - more),
        { zh: '全部报送过的', en: 'all that was reported' },
        { zh: '已核定（入数）', en: 'verified (counted)' },
      );
    }
  }
}

/** The small-cell rule holds here too: the records behind a hidden number would tell it. */
function shown({ value }: Figure): number {
  if (value === null)
    refuse('figure_hidden', {
      zh: '人数较少，台账不给出具体数字，也不展开比较',
      en: 'too few people; the number is not told and not compared',
    });
  return value;
}

async function frozenValue(
  tx: Tx,
  { catalogue, tree }: Organisation,
  question: FigureQuestion,
  code: string,
): Promise<{ value: number; at: Date }> {
  const row = await tx
    .selectFrom('edition')
    .select(['canonical', 'frozen_at'])
    .where('code', '=', code)
    .executeTakeFirst();
  if (!row) refuse('edition_unknown', { zh: `没有发布版 ${code}`, en: `there is no edition ${code}` });
  const classes = Object.entries(question.classes ?? {})
    .map(([family, one]) => catalogue.labelOf(family, one)?.zh ?? one)
    .sort()
    .join();
  const people = question.person === undefined ? undefined : await nameOf(tx, question.person);
  const found = (JSON.parse(row.canonical) as Edition).figures.find(
    (one) =>
      one.measure === question.measure &&
      one.unit.code === question.unit &&
      !one.union &&
      !one.record &&
      one.window.from === question.window.from &&
      one.window.to === question.window.to &&
      one.person === people &&
      (one.classes ?? [])
        .map(({ label }) => label.zh)
        .sort()
        .join() === classes,
  );
  if (found?.value == null)
    refuse('figure_not_in_edition', {
      zh: `发布版 ${code} 里没有${tree.find(question.unit)!.short}的这个数字`,
      en: `edition ${code} does not show this figure`,
    });
  return { value: found.value, at: row.frozen_at };
}

async function nameOf(tx: Tx, code: string): Promise<string> {
  return (await tx.selectFrom('person').select('name').where('code', '=', code).executeTakeFirst())?.name ?? code;
}

function atMoment(at: Date): Text {
  const words = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return { zh: `${words} 的时候`, en: `as of ${words} (UTC+8)` };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
