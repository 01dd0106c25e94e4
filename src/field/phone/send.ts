import { entriesOf, ownerOf, save, throwAway, titleOf } from './draft.ts';
import { sendOne } from './queue.ts';
import { by, find, findAll, mayGoOn, sentence, showReview } from './steps.ts';
import { becomeRecord, forget, keep, type Waiting } from './store.ts';

/** Sending by the script: kept on the phone first, then sent; what the server will not take is shown by the server's own page. */
export function readySending(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.hasAttribute('formaction')) {
      // Another record is joined instead: this form has done its work.
      void throwAway(form);
      return;
    }
    const act = button?.value ?? 'review';
    if (act === 'review') {
      event.preventDefault();
      look(form);
    } else if (act === 'draft' && !navigator.onLine) {
      event.preventDefault();
      void save(form).then(() => location.assign('/field'));
    } else {
      event.preventDefault();
      void send(form, act === 'draft');
    }
  });
}

function look(form: HTMLFormElement): void {
  const lacking = findAll<HTMLElement>('.step', form).find((step) => !mayGoOn(step));
  if (lacking) {
    location.hash = lacking.id;
    return;
  }
  showReview(form);
  void askSimilar(form);
  location.hash = 's-review';
}

/** Says below the last look what may be the same event. Without a network nobody can know, and the clerk sees it later. */
async function askSimilar(form: HTMLFormElement): Promise<void> {
  const place = find<HTMLElement>('[data-similar]', form);
  if (!place) return;
  place.replaceChildren();
  const body = new URLSearchParams(entriesOf(form).map(([name, value]) => [name, value]));
  const answer = await fetch(place.dataset.similar!, { method: 'POST', body }).catch(() => undefined);
  if (answer?.status === 200) place.innerHTML = await answer.text();
}

async function send(form: HTMLFormElement, draft: boolean): Promise<void> {
  if (form.dataset.leaving) return;
  form.dataset.leaving = 'yes';
  const status = find<HTMLElement>('[data-said]');
  if (status) status.textContent = sentence('sending');
  for (const button of findAll<HTMLButtonElement>('button', form)) button.setAttribute('aria-disabled', 'true');
  const entries = entriesOf(form);
  const item: Waiting = {
    id: ownerOf(form),
    path: form.getAttribute('action')!,
    title: titleOf(form),
    by,
    entries,
    at: Date.now(),
    state: 'waiting',
    words: [],
    ...(draft && { draft }),
  };
  try {
    await keep('waiting', item);
    // A browser under pressure throws away what nobody asked it to keep.
    void navigator.storage?.persist?.();
  } catch {
    // A browser that keeps nothing still sends.
    submitItself(form, draft);
    return;
  }
  await throwAway(form);
  const told = await sendOne(item);
  if (told.state === 'kept') {
    await becomeRecord(item.id, told.id);
    location.replace(told.href);
  } else if (told.state === 'unknown' || told.state === 'sign-in') {
    location.replace('/field/waiting');
  } else {
    await forget('waiting', item.id);
    submitItself(form, draft);
  }
}

export function submitItself(form: HTMLFormElement, draft: boolean): void {
  const act = document.createElement('input');
  act.type = 'hidden';
  act.name = 'act';
  act.value = draft ? 'draft' : 'send';
  form.append(act);
  form.submit();
}
