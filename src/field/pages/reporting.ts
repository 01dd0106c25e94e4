import { html } from 'hono/html';
import { type Cell, cellStateLabels, type MatrixRow, type Period } from '#domain/reporting/model.ts';
import type { Notices } from '#domain/reporting/notice.ts';
import { missingSections } from '#domain/reporting/texts.ts';
import type { Unit } from '#domain/units/tree.ts';
import { dayInWords } from '#kernel/day.ts';
import type { Language, Text } from '#kernel/text.ts';
import { windowInWords } from '#kernel/window.ts';
import type { Html } from '../layout.ts';
import { fill } from '../words.ts';

const said = {
  title: { zh: '本期报送', en: 'This round' },
  open: { zh: '本期报了哪些，还差哪些', en: 'What is reported, and what is missing' },
  due: { zh: '{day}截止，还有{n}天', en: 'Due on {day}, {n} days left' },
  dueToday: { zh: '今天截止', en: 'Due today' },
  overdue: { zh: '{day}已经截止，过了{n}天', en: 'Was due on {day}, {n} days ago' },
  lacks: { zh: '还差：{parts}', en: 'Missing: {parts}' },
  below: { zh: '下级 {asked} 个单位中 {open} 个没有报全', en: '{open} of {asked} units below are not complete' },
  look: { zh: '去看看', en: 'Look' },
  dismiss: { zh: '知道了', en: 'Got it' },
  reminded: { zh: '{by}提醒', en: 'From {by}' },
  lead: {
    zh: '空着是没有人说过。确实没有这项工作，请点“本期无此项工作”，算是说明过了。',
    en: 'Blank means nobody said anything. If there was no such work, say so.',
  },
  noRound: { zh: '现在没有要报送的期次。', en: 'No round is open now.' },
  state: { zh: '本期无此项工作', en: 'Nothing to report' },
  sure: {
    zh: '{unit}本期真的没有“{part}”？会记下是您说的，以后有了还可以再报。',
    en: '{unit} has nothing for “{part}”? It is kept in your name; you can still report later.',
  },
  yes: { zh: '是，本期没有', en: 'Yes, nothing' },
  by: { zh: '{by}说明过', en: 'Stated by {by}' },
  withdraw: { zh: '撤回说明', en: 'Withdraw' },
  contradicted: { zh: '说明之后又有了记录，以记录为准', en: 'Records came after; they count' },
  verified: { zh: '已核定 {n} 条', en: '{n} verified' },
  submitted: { zh: '待核定 {n} 条', en: '{n} waiting' },
  sentBack: { zh: '退回 {n} 条', en: '{n} returned' },
} as const satisfies Record<string, Text>;

/** On the home page: reminders and what is due, and the way to the whole picture. */
export function reportingNotices({ reminders, due }: Notices, t: Language): Html {
  return html`${
    reminders.length + due.length === 0
      ? ''
      : html`<section class="due" aria-labelledby="h-due"><h2 id="h-due">${said.title[t]}</h2>
${reminders.map(
  (one) => html`<div class="note"><p>${one.text}</p><p><small>${fill(said.reminded[t], { by: one.by })}</small></p>
<form method="post" action="/field/reporting/reminders/${one.id}/dismissal"><button class="button">${said.dismiss[t]}</button></form></div>`,
)}
${due.map(
  (
    one,
  ) => html`<div class="${one.daysLeft < 0 ? 'problems' : 'note'}"><p><b>${dueWords(one, t)}</b> ${one.period.title}</p>
${one.row && missingSections(one.row, one.period).length > 0 ? html`<p>${fill(said.lacks[t], { parts: missingSections(one.row, one.period).join('、') })}</p>` : ''}
${one.below && one.below.open > 0 ? html`<p>${fill(said.below[t], one.below)}</p>` : ''}</div>`,
)}</section>`
  }
<p class="ways"><a class="button" href="/field/reporting">${said.open[t]}</a></p>`;
}

function dueWords({ due, daysLeft }: Notices['due'][number], t: Language): string {
  const day = t === 'zh' ? dayInWords(due).slice(5) : due;
  if (daysLeft === 0) return said.dueToday[t];
  return fill((daysLeft > 0 ? said.due : said.overdue)[t], { day, n: Math.abs(daysLeft) });
}

export interface OwnReporting {
  readonly period: Period;
  readonly unit: Unit;
  readonly row: MatrixRow;
}

/** For each of one's units and each open round: every section with what was said, and what may be said now. */
export function reportingPage(own: readonly OwnReporting[], problem: string | undefined, t: Language): Html {
  return html`<h1>${said.title[t]}</h1>
${problem ? html`<div class="problems" role="alert"><p>${problem}</p></div>` : ''}
<p class="lead">${own.length === 0 ? said.noRound[t] : said.lead[t]}</p>
${own.map(
  ({ period, unit, row }) => html`<section class="round"><h2>${unit.name}</h2>
<p>${period.title}<br /><small>${windowInWords(period.window)}${row.due ? html` · ${fill(t === 'zh' ? '{day}截止' : 'due on {day}', { day: row.due })}` : ''}</small></p>
<ul class="said">${row.cells.map((cell) => cellItem(cell, period, unit, t))}</ul></section>`,
)}`;
}

function cellItem(cell: Cell, period: Period, unit: Unit, t: Language): Html {
  const section = period.sections.find((one) => one.code === cell.section)!;
  const { verified, submitted, returned, statement } = cell;
  const some = verified + submitted + returned > 0;
  return html`<li class="said-${cell.state}"><p><b>${section.short}</b> <span class="tag ${tagOf(cell)}">${cellStateLabels[cell.state][t]}</span></p>
${some ? html`<p><small>${counted(cell, t)}</small></p>` : ''}
${
  statement
    ? html`<p><small>${fill(said.by[t], { by: statement.by })}${cell.contradicted ? html`；${said.contradicted[t]}` : ''}</small></p>
<form method="post" action="/field/reporting/statements/${statement.id}/withdrawal"><button class="button">${said.withdraw[t]}</button></form>`
    : ''
}
${
  statement || some || unit.id === period.unitId
    ? ''
    : html`<details><summary>${said.state[t]}</summary><form method="post" action="/field/reporting/statements">
<input type="hidden" name="round" value="${period.code}" /><input type="hidden" name="unit" value="${unit.code}" /><input type="hidden" name="section" value="${section.code}" />
<p>${fill(said.sure[t], { unit: unit.short, part: section.short })}</p><button class="button main">${said.yes[t]}</button></form></details>`
}</li>`;
}

/** Only what there is: a zero would look like a report. */
function counted({ verified, submitted, returned }: Cell, t: Language): string {
  const parts = [
    [said.verified, verified],
    [said.submitted, submitted],
    [said.sentBack, returned],
  ] as const;
  return parts.flatMap(([text, n]) => (n > 0 ? [fill(text[t], { n })] : [])).join(t === 'zh' ? '，' : ', ');
}

function tagOf({ state }: Cell): string {
  if (state === 'reported') return 'verified';
  return state === 'waiting' ? 'submitted' : state === 'returned' || state === 'blank' ? 'returned' : 'draft';
}

export const reportingTitle = said.title;
