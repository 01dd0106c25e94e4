import { html, raw } from 'hono/html';
import type { Organisation } from '#domain/classes/organisation.ts';
import { asking, foremost } from '#domain/kinds/asking.ts';
import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { statusLabels } from '#domain/records/model.ts';
import type { Notices } from '#domain/reporting/notice.ts';
import type { Language } from '#kernel/text.ts';
import type { Visitor } from '../door.ts';
import { dayText } from '../form/questions.ts';
import type { Html } from '../layout.ts';
import type { OwnRecord, OwnRecords } from '../own-records.ts';
import { shownAtMost } from '../own-records.ts';
import { fill, words } from '../words.ts';
import { reportingNotices } from './reporting.ts';

const big = 3;

/** What one can begin, what waits for one, and what became of the rest. */
export function homePage(
  { actor }: Visitor,
  records: OwnRecords,
  { tree }: Organisation,
  mayRecord: boolean,
  t: Language,
  notices?: Notices,
): Html {
  const choices = choicesOf(actor.posts.map((post) => foremost[post.role]));
  const units = actor.posts.flatMap((post) => tree.findId(post.unitId)?.name ?? []);
  const drafts = records.mine.filter((one) => one.status === 'draft');
  return html`<h1 class="hello">${actor.name}</h1>
<p class="units">${[...new Set(units)].join('、')}</p>
${mayRecord ? startButtons(choices, t) : html`<p class="empty">${words.mayNot[t]} <a href="/staff">${words.desk[t]}</a></p>`}
${notices ? reportingNotices(notices, t) : ''}
<section class="waiting" hidden aria-labelledby="h-waiting"><h2 id="h-waiting">${words.waiting[t]}</h2><ul class="records" data-queue></ul></section>
${
  records.returned.length > 0
    ? html`<section class="returned" aria-labelledby="h-returned"><h2 id="h-returned">${words.returned[t]}<span class="count">${records.returned.length}</span></h2>
<ul class="records">${records.returned.map((one) => returnedRow(one, t))}</ul></section>`
    : ''
}
<section class="drafts"${drafts.length === 0 ? raw(' hidden') : ''} aria-labelledby="h-drafts"><h2 id="h-drafts">${words.drafts[t]}</h2>
<ul class="records" data-unfinished>${drafts.map((one) => row(one, `/field/records/${one.id}/edit`, t))}</ul></section>
${
  mayRecord
    ? html`<section aria-labelledby="h-mine"><h2 id="h-mine">${words.mine[t]}</h2>
${
  records.mine.length === 0
    ? html`<p class="empty">${words.noneMine[t]}</p>`
    : html`<ul class="records">${records.mine.filter((one) => one.status !== 'draft').map((one) => row(one, `/field/records/${one.id}`, t))}</ul>
<p class="hint">${records.complete ? words.mineAll[t] : fill(words.mineLatest[t], { n: shownAtMost })}</p>`
}</section>`
    : ''
}
<form class="leave" method="post" action="/field/sign-out"><button class="button quiet">${words.signOut[t]}</button></form>`;
}

/** Kinds in the order of the first role that has a say, then all others. */
function choicesOf(preferred: readonly (readonly KindCode[])[]): readonly KindCode[] {
  return [...new Set([...preferred.flat().slice(0, big), ...kindCodes])];
}

function startButtons(choices: readonly KindCode[], t: Language): Html {
  const link = (kind: KindCode, style: string) =>
    html`<li><a class="${style}" href="/field/new/${kind}" data-keep>${asking[kind].start[t]}</a></li>`;
  return html`<nav class="starts" aria-label="${words.next[t]}"><ul>${choices.slice(0, big).map((kind) => link(kind, 'start'))}</ul>
<details><summary>${words.others[t]}</summary><ul>${choices.slice(big).map((kind) => link(kind, 'start minor'))}</ul></details></nav>`;
}

function returnedRow(one: OwnRecord, t: Language): Html {
  return html`<li><a href="/field/records/${one.id}/edit"><b>${one.title}</b><span class="says">${one.reason}</span><small>${dayText(one.day, t)}${newMessages(one, t)}</small></a></li>`;
}

/** Told by its words, beside the day. */
function newMessages({ unread }: OwnRecord, t: Language): Html | '' {
  return unread === 0 ? '' : html` <span class="tag unread">${fill(words.newMessages[t], { n: unread })}</span>`;
}

function row(one: OwnRecord, href: string, t: Language): Html {
  return html`<li><a href="${href}"><b>${one.title}</b><small><span class="tag ${one.status}">${statusLabels[one.status][t]}</span> ${dayText(one.day, t)}${newMessages(one, t)}</small></a></li>`;
}
