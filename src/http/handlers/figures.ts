import type { Tx } from '#db/open.ts';
import type { Slot } from '#db/tables.ts';
import { asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { countRecords, type ListQuery, listRecords } from '#domain/records/list.ts';
import { addDays, daysBetween } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import { type Window, windowInWords } from '#kernel/window.ts';
import { readWindow } from '../contract/common.ts';
import { type SignedIn, signedIn, todayOf, unitInSight } from '../services.ts';
import { completeness, cursorText, readCursor, recordRow, unitName } from '../shapes.ts';
import { pageSize } from './records.ts';

export const figures = {
  evaluate: signedIn.figures.evaluate.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    for (const question of input.questions) seesAll(context.actor, organisation, question as FigureQuestion);
    const answers = await asReader(context.services.database, context.actor, (tx) =>
      evaluateFigures(tx, organisation, input.questions as FigureQuestion[]),
    );
    return { figures: answers.map(figureShape) };
  }),
  records: signedIn.figures.records.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const question = input.question as FigureQuestion;
    const unit = seesAll(context.actor, organisation, question);
    return await asReader(database, context.actor, async (tx) => {
      const [figure] = await evaluateFigures(tx, organisation, [question]);
      const query = behind(question);
      const page = await listRecords(
        tx,
        organisation,
        query,
        pageSize,
        input.after === undefined ? undefined : readCursor(input.after),
      );
      const measure = organisation.catalogue.measure(question.measure);
      return {
        figure: figureShape(figure!),
        sentence: await sentenceOf(tx, organisation, figure!),
        rows: page.rows.map((row) => ({
          ...recordRow(row, organisation),
          value: measure ? (row.values[`m${measure.slot}` as Slot] ?? 0) / measure.scale : 1,
        })),
        ...(page.next && { next: cursorText(page.next) }),
        completeness: completeness(
          figure!.records ?? (await countRecords(tx, organisation, query)),
          unit,
          question.window,
          now(),
        ),
      };
    });
  }),
};

const lateAfterDays = 7;

export const home = {
  get: signedIn.home.get.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    const window = readWindow(input.window);
    if (!window)
      refuse(
        'window_form',
        { zh: '统计时段请写成 2024-07-01..2024-10-31，起在前、止在后', en: 'write a window as 2024-07-01..2024-10-31' },
        'window',
      );
    const before = periodBefore(window);
    const asked = [...kindCodes.map((kind) => `${kind}.records`), ...headline(organisation)];
    const questions = [window, before].flatMap((when) =>
      asked.map((measure): FigureQuestion => ({ measure, unit: unit.code, window: when, precision: 'exact' })),
    );
    return await asReader(database, context.actor, async (tx) => {
      const answers = await evaluateFigures(tx, organisation, questions);
      const pairs = asked.map((_, index) => ({
        figure: figureShape(answers[index]!),
        before: figureShape(answers[index + asked.length]!),
      }));
      const waitingFor = (status: 'submitted' | 'returned' | 'draft', more: Partial<ListQuery> = {}) =>
        countRecords(tx, organisation, { unit: unit.code, status, ...more });
      const since = addDays(todayOf(now()), -lateAfterDays);
      return {
        unit: unitName(unit),
        window,
        before,
        kinds: kindCodes.map((kind, index) => ({
          kind,
          label: kinds[kind].label,
          records: pairs[index]!.figure.value ?? 0,
          before: pairs[index]!.before.value ?? 0,
        })),
        figures: pairs.slice(kindCodes.length),
        waiting: {
          submitted: await waitingFor('submitted'),
          returned: await waitingFor('returned'),
          drafts: await waitingFor('draft'),
          late: await waitingFor('submitted', { window: { from: '0001-01-01' as Window['from'], to: since } }),
        },
        lateAfterDays,
      };
    });
  }),
};

/** The two measures of each kind that say most: its first counted one and its first count of people. */
function headline({ catalogue }: Organisation): string[] {
  return kindCodes.flatMap((kind) => {
    const measures = catalogue
      .measuresOf(kind)
      .filter((measure) => measure.additive === 'sum' && !measure.claimed && measure.slot !== null);
    const people = measures.find((measure) => /人/.test(measure.unit));
    return [...new Set([measures[0], people])].flatMap((measure) => (measure ? [measure.code] : []));
  });
}

/** The window of equal length that ends the day before; whole months are followed by as many whole months. */
function periodBefore({ from, to }: Window): Window {
  const end = addDays(from, -1);
  const wholeMonths = from.endsWith('-01') && addDays(to, 1).endsWith('-01');
  if (!wholeMonths) return { from: addDays(end, -daysBetween(from, to)), to: end };
  const [year, month] = from.split('-').map(Number) as [number, number];
  const [endYear, endMonth] = to.split('-').map(Number) as [number, number];
  const first = new Date(Date.UTC(year, month - 1 - ((endYear - year) * 12 + endMonth - month + 1), 1));
  return { from: first.toISOString().slice(0, 10) as Window['from'], to: end };
}

/** Refuses what is out of reach, and units of a union that lie inside each other: they would be counted twice. */
function seesAll(actor: SignedIn, organisation: Organisation, { unit, union = [] }: FigureQuestion) {
  const asked = unitInSight(actor, organisation, unit);
  const parts = union.map((code) => unitInSight(actor, organisation, code));
  for (const part of parts) {
    const within = parts.find((other) => other !== part && organisation.tree.isUnder(part, other));
    if (!organisation.tree.isUnder(part, asked)) {
      refuse(
        'union_outside',
        { zh: `${part.name}不在${asked.name}之下`, en: `${part.code} is not under ${asked.code}` },
        'union',
      );
    }
    if (within) {
      refuse(
        'union_nested',
        { zh: `${part.name}已经包含在${within.name}里，请去掉一个`, en: `${part.code} is contained in ${within.code}` },
        'union',
      );
    }
  }
  return asked;
}

/** The list of exactly those records that a figure counts. */
export function behind(question: FigureQuestion): ListQuery {
  return {
    unit: question.unit,
    kind: question.measure.split('.')[0] as KindCode,
    window: question.window,
    status: 'verified',
    ...(question.union && { union: question.union }),
    ...(question.classes && { classes: question.classes }),
    ...(question.person !== undefined && { person: question.person }),
    ...(question.record !== undefined && { record: question.record }),
  };
}

function figureShape(figure: Figure) {
  const { question } = figure;
  return {
    ...figure,
    question: {
      ...question,
      ...(question.union && { union: [...question.union] }),
      ...(question.classes && { classes: { ...question.classes } }),
    } as never,
  };
}

/** What the figure is, in one sentence: 194场 · 市讲师团 宣讲场次 · 2024年1月1日至11月19日 · 由194条核定记录计数 */
async function sentenceOf(tx: Tx, { tree, catalogue }: Organisation, figure: Figure) {
  const { question, records } = figure;
  const units = (question.union ?? [question.unit]).map((code) => tree.find(code)!);
  const classes = Object.entries(question.classes ?? {}).map(
    ([family, code]) => catalogue.labelOf(family, code) ?? { zh: code, en: code },
  );
  const person =
    question.person === undefined
      ? undefined
      : (await tx.selectFrom('person').select('name').where('code', '=', question.person).executeTakeFirst())?.name;
  const among = (language: 'zh' | 'en') => [...classes.map((one) => one[language]), ...(person ? [person] : [])];
  const named = (language: 'zh' | 'en', mark: string) => {
    const [open, close] = language === 'zh' ? ['（', '）'] : [' (', ')'];
    const list = among(language);
    return `${units.map((unit) => unit.short).join(mark)} ${figure.label[language]}${list.length > 0 ? `${open}${list.join(mark)}${close}` : ''}`;
  };
  const { from, to } = question.window;
  return {
    zh: [
      figure.text,
      named('zh', '、'),
      windowInWords(question.window),
      records === null ? '人数较少，不公开具体数字' : `由${records}条核定记录计数`,
      figure.claimed ? '为主办方申报的覆盖量，不是点数人次' : '全部核定',
    ].join(' · '),
    en: [
      figure.text,
      named('en', ', '),
      `${from} to ${to}`,
      records === null ? 'too few people to tell the number' : `counted from ${records} verified records`,
      figure.claimed ? 'claimed reach, not counted attendance' : 'all verified',
    ].join(' · '),
  };
}
