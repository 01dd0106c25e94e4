import { submitItself } from './send.ts';
import { by, find, findAll, sentence } from './steps.ts';
import { forget, keep, readAll, type Unfinished, type Waiting } from './store.ts';

/** Shows what is on this phone: what waits, and what was begun. */
export async function showLists(sendNow: () => void): Promise<number> {
  const waiting = (await readAll('waiting')).sort((left, right) => left.at - right.at);
  for (const list of findAll<HTMLElement>('[data-queue]')) {
    list.replaceChildren(...waiting.map((item) => waitingRow(item, sendNow)));
    const section = list.closest('section');
    if (section) section.hidden = waiting.length === 0;
  }
  const empty = find<HTMLElement>('[data-queue-empty]');
  if (empty) empty.hidden = waiting.length > 0;
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
  return waiting.length;
}

function unfinishedRow(one: Unfinished): HTMLElement {
  const link = element('a', '', element('b', one.title), element('small', sentence('unfinished')));
  link.setAttribute('href', `${one.path}${one.step ? `#${one.step}` : ''}`);
  const row = element('li', '', link);
  row.dataset.phone = '';
  return row;
}

function waitingRow(item: Waiting, sendNow: () => void): HTMLElement {
  const own = item.by === by;
  const why = { waiting: sentence('kept'), 'sign-in': sentence('signIn'), 'other-account': '', look: sentence('look') }[
    item.state
  ];
  const line = own ? why : sentence('otherBy', { by: item.by });
  const parts = [
    element('b', own ? item.title : '······'),
    element('small', line),
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
  submitItself(form);
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
