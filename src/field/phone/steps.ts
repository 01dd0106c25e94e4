/** What makes the screens quicker where script is there: going on at a tap, chips, the last look without asking the server. */

export const said: Readonly<Record<string, string>> = JSON.parse(document.body.dataset.words ?? '{}');
export const by = document.body.dataset.by ?? '';

export function sentence(name: string, gaps: Readonly<Record<string, string | number>> = {}): string {
  return (said[name] ?? '').replace(/\{([a-z]+)\}/g, (_, gap: string) => String(gaps[gap] ?? ''));
}

export function find<Type extends Element>(selector: string, within: ParentNode = document): Type | null {
  return within.querySelector<Type>(selector);
}

export function findAll<Type extends Element>(selector: string, within: ParentNode = document): Type[] {
  return [...within.querySelectorAll<Type>(selector)];
}

export function readySteps(form: HTMLFormElement): void {
  form.addEventListener('click', (event) => {
    const target = event.target as HTMLElement;
    const step = target.closest<HTMLElement>('.step');
    if (!step) return;
    if (target.matches('a.next') && !mayGoOn(step)) event.preventDefault();
    // A tap chooses and goes on; choosing by the keyboard's arrows does not.
    if (target.matches('[data-go]') && (event as MouseEvent).detail > 0) setTimeout(() => goOn(step), 150);
  });
  form.addEventListener('change', (event) => {
    const target = event.target as HTMLInputElement;
    target.closest<HTMLElement>('.step')?.querySelector('.complaint')?.setAttribute('hidden', '');
    if (target.name === 'place_pick' && target.checked) clear(form, '#place');
    if (target instanceof HTMLSelectElement && target.id.endsWith(`-${lastPicker(form, target.name)}`) && target.value)
      addPicker(form, target.name);
  });
  form.addEventListener('input', (event) => {
    const target = event.target as HTMLInputElement;
    if (target.id === 'place' && target.value)
      for (const one of findAll<HTMLInputElement>('[name=place_pick]', form)) one.checked = false;
  });
  form.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.key !== 'Enter' || !(target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const step = target.closest<HTMLElement>('.step');
    if (step && mayGoOn(step)) goOn(step);
  });
  for (const chips of findAll<HTMLElement>('.chips', form)) readyChips(form, chips);
  addEventListener('hashchange', () => arrive(form));
}

function readyChips(form: HTMLFormElement, chips: HTMLElement): void {
  chips.hidden = false;
  chips.addEventListener('click', (event) => {
    const chip = (event.target as HTMLElement).closest('.chip');
    const box = find<HTMLInputElement>(`#${chips.dataset.fills}`, form);
    if (!chip || !box) return;
    box.value = chip.textContent ?? '';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    goOn(chips.closest<HTMLElement>('.step')!);
  });
}

/** Whether the step has what is needed; else says so on the spot. */
export function mayGoOn(step: HTMLElement): boolean {
  const lacking = findAll<HTMLElement>('[data-needed]', step).find((needed) =>
    needed instanceof HTMLInputElement || needed instanceof HTMLTextAreaElement
      ? needed.value.trim() === ''
      : !find('input:checked', needed),
  );
  const complaint = find<HTMLElement>('.complaint', step);
  if (complaint) {
    complaint.hidden = lacking === undefined;
    complaint.textContent = lacking ? sentence('missing') : '';
  }
  if (lacking)
    (lacking.matches('input, textarea') ? lacking : find<HTMLElement>('input[type=radio]', lacking))?.focus();
  return lacking === undefined;
}

function goOn(step: HTMLElement): void {
  const next = find<HTMLAnchorElement>('a.next', step);
  if (next) next.click();
}

/** A new screen begins at its top: with its one box ready for writing, else with its heading read out. */
function arrive(form: HTMLFormElement): void {
  const step = find<HTMLElement>('.step:target', form);
  if (!step) return;
  const boxes = findAll<HTMLElement>('input[type=text], textarea', step).filter((box) => !box.closest('details'));
  const isOne = boxes.length === 1 && !find('input[type=radio], select', step);
  (isOne ? boxes[0]! : find<HTMLElement>('h2', step))?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function lastPicker(form: HTMLFormElement, name: string): number {
  return findAll(`select[name="${name}"]`, form).length - 1;
}

/** One more picker for the same question, when the last one has been used. */
export function addPicker(form: HTMLFormElement, name: string): void {
  const last = findAll<HTMLSelectElement>(`select[name="${name}"]`, form).at(-1);
  if (!last || !/-\d+$/.test(last.id)) return;
  const index = Number(last.id.slice(last.id.lastIndexOf('-') + 1)) + 1;
  const label = find<HTMLLabelElement>(`label[for="${last.id}"]`, form)?.cloneNode(true) as
    | HTMLLabelElement
    | undefined;
  const fresh = last.cloneNode(true) as HTMLSelectElement;
  fresh.id = `${name}-${index}`;
  fresh.value = '';
  if (label) {
    label.htmlFor = fresh.id;
    label.textContent = (label.textContent ?? '').replace(/\d+$/, String(index + 1));
    last.after(label, fresh);
  } else last.after(fresh);
}

function clear(form: HTMLFormElement, selector: string): void {
  const box = find<HTMLInputElement>(selector, form);
  if (box) box.value = '';
}

/** Fills in the last look from what is on the form. */
export function showReview(form: HTMLFormElement): void {
  const list = find<HTMLElement>('.step[data-step=review] dl', form);
  if (!list) return;
  list.replaceChildren(
    ...findAll<HTMLElement>('.question', form).flatMap((question) => {
      const step = question.closest<HTMLElement>('.step')!;
      const text = answerText(question);
      const minor = step.dataset.step === 'more' || step.dataset.step === 'counts';
      return text === '' && minor ? [] : [reviewRow(question, step, text)];
    }),
  );
}

function reviewRow(question: HTMLElement, step: HTMLElement, text: string): HTMLElement {
  const label = find('legend, .label, label', question)?.textContent ?? '';
  const row = document.createElement('div');
  const [term, answer, shown, change] = ['dt', 'dd', 'span', 'a'].map((name) => document.createElement(name));
  term!.textContent = label;
  shown!.textContent = text || sentence('notGiven');
  if (text === '') shown!.className = 'none';
  change!.className = 'change';
  change!.setAttribute('href', `#${step.id}`);
  change!.setAttribute('aria-label', `${document.body.dataset.change ?? ''} ${label}`);
  change!.textContent = document.body.dataset.change ?? '';
  answer!.append(shown!, change!);
  row.append(term!, answer!);
  return row;
}

export function answerText(question: HTMLElement): string {
  const shots = find<HTMLElement>('[data-thumbs]', question);
  if (shots) return Number(shots.dataset.count) > 0 ? sentence('shots', { n: shots.dataset.count! }) : '';
  const parts = findAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
    'input, select, textarea',
    question,
  ).flatMap((box) => {
    if (box.type === 'hidden' || box.value === '') return [];
    if (box instanceof HTMLSelectElement) return [box.selectedOptions[0]?.textContent ?? ''];
    if (box.type !== 'radio' && box.type !== 'checkbox') {
      const unused = box.id === 'day_other' && !find<HTMLInputElement>('[value=other]', question)?.checked;
      return unused ? [] : [`${box.value}${find('.number span', question)?.textContent ?? ''}`];
    }
    const shown = (box as HTMLInputElement).checked && box.value !== 'other';
    return shown ? [box.parentElement?.textContent?.trim() ?? ''] : [];
  });
  return parts.join('、');
}
