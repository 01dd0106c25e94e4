import { addPicker, by, find, findAll, sentence } from './steps.ts';
import { type Entries, forget, forgetShots, keep, readOne, type Unfinished } from './store.ts';

/** Keeps what is being filled in on the phone, and brings it back. */

export function entriesOf(form: HTMLFormElement): Entries {
  return [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
}

export function unfinishedId(form: HTMLFormElement): string {
  return `${by} ${form.getAttribute('action')}`;
}

/** The form as the queue, and its photos, name it: by where it goes and its key. The same form waits once. */
export function ownerOf(form: HTMLFormElement): string {
  return ownerNamed(form.getAttribute('action')!, entriesOf(form), unfinishedId(form));
}

export function ownerNamed(path: string, entries: Entries, id: string): string {
  return `${path} ${entries.find(([name]) => name === 'key')?.[1] || id}`;
}

export function titleOf(form: HTMLFormElement): string {
  return find<HTMLInputElement>('#title', form)?.value.trim() || (find('h1.subject')?.textContent ?? '');
}

/**
 * A new form gets a key of its own here, since its page may come from the phone's memory and have been used before; an
 * unfinished one keeps the key that it has.
 */
export async function readyDraft(form: HTMLFormElement): Promise<void> {
  const before = await readOne('unfinished', unfinishedId(form)).catch(() => undefined);
  if (form.hasAttribute('data-fresh')) {
    movePastDays(form);
    const key = find<HTMLInputElement>('[name=key]', form);
    if (key) key.value = newKey();
    const like = location.search.includes('like=');
    if (before && !like) bringBack(form, before);
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(form), 300);
  };
  for (const type of ['input', 'change']) form.addEventListener(type, soon);
  addEventListener('hashchange', () => form.dataset.touched && soon());
  // A phone may end the page at any moment after it is hidden.
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'hidden' && form.dataset.touched && void save(form),
  );
  form.addEventListener('input', () => {
    form.dataset.touched = 'yes';
  });
}

export async function save(form: HTMLFormElement): Promise<void> {
  if (form.dataset.leaving) return;
  const step = find<HTMLElement>('.step:target', form)?.id ?? '';
  const path = form.getAttribute('action')!;
  await keep('unfinished', {
    id: unfinishedId(form),
    path,
    title: titleOf(form),
    by,
    entries: entriesOf(form),
    at: Date.now(),
    step,
  }).catch(() => {});
}

export async function throwAway(form: HTMLFormElement): Promise<void> {
  form.dataset.leaving = 'yes';
  await forget('unfinished', unfinishedId(form)).catch(() => {});
}

function bringBack(form: HTMLFormElement, before: Unfinished): void {
  fillIn(form, before.entries);
  form.dataset.touched = 'yes';
  const note = find<HTMLElement>('.note');
  if (!note) return;
  const again = document.createElement('button');
  again.type = 'button';
  again.className = 'button';
  again.textContent = sentence('startOver');
  again.addEventListener('click', async () => {
    await forgetShots(ownerOf(form)).catch(() => {});
    await throwAway(form);
    location.replace(location.pathname);
  });
  note.append(sentence('resumed'), again);
  note.hidden = false;
}

/** Puts answers into the form, each into the boxes of its name in order. */
export function fillIn(form: HTMLFormElement, entries: Entries): void {
  for (const name of new Set(entries.map(([one]) => one))) {
    const values = entries.filter(([one]) => one === name).map(([, value]) => value);
    const boxes = () => findAll<HTMLInputElement | HTMLSelectElement>(`[name="${CSS.escape(name)}"]`, form);
    const said = values.filter((value) => value !== '');
    while (
      boxes().every((box) => box instanceof HTMLSelectElement || box.type === 'hidden') &&
      boxes().filter((box) => box instanceof HTMLSelectElement).length < said.length
    ) {
      const count = boxes().length;
      addPicker(form, name);
      if (boxes().length === count) break;
    }
    const open = boxes().filter((box) => box.type !== 'radio' && box.type !== 'checkbox');
    const hasPickers = open.some((box) => box instanceof HTMLSelectElement);
    const known = new Set(
      boxes()
        .filter((box) => box.type === 'checkbox')
        .map((box) => box.value),
    );
    const rest = hasPickers ? said : values.filter((value) => !known.has(value));
    for (const box of boxes()) {
      if (box.type === 'radio' || box.type === 'checkbox') (box as HTMLInputElement).checked = said.includes(box.value);
      else if (!(hasPickers && box.type === 'hidden')) box.value = rest.shift() ?? '';
    }
  }
}

/** A page from the phone's memory may be some days old; its "today" moves along. */
function movePastDays(form: HTMLFormElement): void {
  const made = new Date(Number(document.body.dataset.made));
  const passed = Math.round((midnight(new Date()) - midnight(made)) / 86_400_000);
  if (!(passed > 0)) return;
  const moved = (text: string) =>
    new Date(Date.parse(`${text}T00:00:00Z`) + passed * 86_400_000).toISOString().slice(0, 10);
  for (const box of findAll<HTMLInputElement>('[name=day][data-go]', form)) {
    box.value = moved(box.value);
    const small = find('small', box.parentElement!);
    const [year, month, date] = box.value.split('-').map(Number);
    if (small) small.textContent = document.documentElement.lang === 'en' ? box.value : `${year}年${month}月${date}日`;
  }
  for (const box of findAll<HTMLInputElement>('input[type=date]', form)) box.max = moved(box.max);
}

function midnight(of: Date): number {
  return new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
}

/** Random, also where the page is not served over https and the short way is closed. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
