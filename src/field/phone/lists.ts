import { submitItself } from './send.ts';
import { by, find, findAll, sentence } from './steps.ts';
import { forget, forgetShots, keep, readAll, type Shot, type Unfinished, type Waiting } from './store.ts';

/** Shows what is on this phone: what waits, and what was begun. */
export async function showLists(sendNow: () => void): Promise<number> {
  const waiting = (await readAll('waiting')).sort((left, right) => left.at - right.at);
  const shots = await readAll('shots');
  const underWay = new Map<number, Shot[]>();
  for (const one of shots)
    if (one.record !== undefined) underWay.set(one.record, [...(underWay.get(one.record) ?? []), one]);
  const count = waiting.length + underWay.size;
  for (const list of findAll<HTMLElement>('[data-queue]')) {
    list.replaceChildren(
      ...waiting.map((item) => waitingRow(item, shots.filter((one) => one.owner === item.id).length, sendNow)),
      ...[...underWay].map(([record, left]) => shotsRow(record, left, sendNow)),
    );
    const section = list.closest('section');
    if (section) section.hidden = count === 0;
  }
  const empty = find<HTMLElement>('[data-queue-empty]');
  if (empty) empty.hidden = count > 0;
  tellLeft(underWay);
  const list = find<HTMLElement>('[data-unfinished]');
  if (list) {
    const begun = (await readAll('unfinished'))
      .filter((one) => one.by === by)
      .sort((left, right) => right.at - left.at);
    for (const old of findAll('[data-phone]', list)) old.remove();
    list.prepend(...begun.map(unfinishedRow));
    const section = list.closest('section');
    if (section && begun.length > 0) section.hidden = false;
  }
  return count;
}

/** On the page of a record: how many of its photos are still here. */
function tellLeft(underWay: ReadonlyMap<number, readonly Shot[]>): void {
  const strip = find<HTMLElement>('[data-photos-of]');
  const note = strip && find<HTMLElement>('[data-photos-left]', strip);
  if (!strip || !note) return;
  const left = underWay.get(Number(strip.dataset.photosOf)) ?? [];
  if (left.length > 0) {
    note.textContent = sentence('photosLeft', { n: left.length });
    note.hidden = false;
    strip.dataset.left = String(left.length);
  } else if (strip.dataset.left) {
    if (strip.hasAttribute('data-reload')) location.replace(location.pathname);
    else void showArrived(strip);
  }
}

/** All of them have arrived: the strip is fetched anew, as the server has it. */
async function showArrived(strip: HTMLElement): Promise<void> {
  delete strip.dataset.left;
  const page = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!page?.ok) return;
  const fresh = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('[data-photos-of]');
  if (!fresh) return;
  const note = find<HTMLElement>('[data-photos-left]', fresh);
  if (note) {
    note.textContent = sentence('photosDone');
    note.hidden = false;
  }
  strip.replaceWith(fresh);
}

/** Photos of a record that has arrived already. */
function shotsRow(record: number, left: readonly Shot[], sendNow: () => void): HTMLElement {
  const own = left.every((one) => one.by === by);
  const refused = left.filter((one) => one.state === 'look');
  const line = own ? sentence('photosLeft', { n: left.length }) : sentence('otherBy', { by: left[0]!.by });
  const parts = [
    element('b', sentence('photosOfRecord', { n: record })),
    element('small', line),
    ...refused.flatMap((one) => one.words.map((word) => says(word))),
  ];
  if (!own) return element('li', '', element('div', 'item', ...parts));
  const acts = element('div', 'acts');
  if (refused.length < left.length) acts.append(button(sentence('sendNow'), sendNow));
  if (refused.length > 0)
    acts.append(
      button(sentence('dropPhotos', { n: refused.length }), async () => {
        for (const one of refused) await forget('shots', one.id);
        await showLists(sendNow);
      }),
    );
  return element('li', '', element('div', 'item', ...parts, acts));
}

function unfinishedRow(one: Unfinished): HTMLElement {
  const link = element('a', '', element('b', one.title), element('small', sentence('unfinished')));
  link.setAttribute('href', `${one.path}${one.step ? `#${one.step}` : ''}`);
  const row = element('li', '', link);
  row.dataset.phone = '';
  return row;
}

function waitingRow(item: Waiting, photos: number, sendNow: () => void): HTMLElement {
  const own = item.by === by;
  const why = { waiting: sentence('kept'), 'sign-in': sentence('signIn'), 'other-account': '', look: sentence('look') }[
    item.state
  ];
  const line = own ? why : sentence('otherBy', { by: item.by });
  const parts = [
    element('b', own ? item.title : '······'),
    element('small', photos > 0 ? `${line}（${sentence('photoCount', { n: photos })}）` : line),
    ...item.words.map((word) => says(word)),
  ];
  if (!own) return element('li', '', element('div', 'item', ...parts));
  const acts = element('div', 'acts');
  if (item.state === 'look') acts.append(button(sentence('open'), () => void openAgain(item)));
  else acts.append(button(sentence('sendNow'), sendNow));
  acts.append(
    button(sentence('drop'), async () => {
      if (!confirm(sentence('dropSure'))) return;
      await forget('waiting', item.id);
      await forgetShots(item.id);
      await showLists(sendNow);
    }),
  );
  return element('li', '', element('div', 'item', ...parts, acts));
}

/** Lets the server show what it would not take, as if it had just been sent. What is put right there is kept as unfinished. */
async function openAgain(item: Waiting): Promise<void> {
  await keep('unfinished', { ...item, id: `${item.by} ${item.path}`, step: '' });
  await forget('waiting', item.id);
  const form = document.createElement('form');
  form.method = 'post';
  form.action = item.path;
  for (const [name, value] of item.entries) {
    const box = document.createElement('textarea');
    box.name = name;
    box.value = value;
    box.hidden = true;
    form.append(box);
  }
  document.body.append(form);
  submitItself(form, item.draft ?? false);
}

function button(text: string, act: () => void): HTMLElement {
  const one = element('button', 'button', text);
  one.setAttribute('type', 'button');
  one.addEventListener('click', act);
  return one;
}

function says(text: string): HTMLElement {
  return element('span', 'says', text);
}

/** An element with a class and what is in it; with one text only, that is its text. */
function element(name: string, first: string, ...rest: (HTMLElement | string)[]): HTMLElement {
  const one = document.createElement(name);
  if (rest.length === 0 && name !== 'div') one.textContent = first;
  else {
    if (first !== '') one.className = first;
    one.append(...rest);
  }
  return one;
}
