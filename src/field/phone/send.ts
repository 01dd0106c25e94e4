import { entriesOf, save, throwAway, titleOf, unfinishedId } from './draft.ts';
import { sendOne } from './queue.ts';
import { by, find, findAll, mayGoOn, sentence, showReview } from './steps.ts';
import { forget, keep, type Waiting } from './store.ts';

/** Sending by the script: kept on the phone first, then sent; what the server will not take is shown by the server's own page. */
export function readySending(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    const act = (event.submitter as HTMLButtonElement | null)?.value ?? 'review';
    if (act === 'review') {
      event.preventDefault();
      look(form);
    } else if (act === 'send') {
      event.preventDefault();
      void send(form);
    } else if (!navigator.onLine) {
      event.preventDefault();
      void save(form).then(() => location.assign('/field'));
    } else void throwAway(form);
  });
}

function look(form: HTMLFormElement): void {
  const lacking = findAll<HTMLElement>('.step', form).find((step) => !mayGoOn(step));
  if (lacking) {
    location.hash = lacking.id;
    return;
  }
  showReview(form);
  location.hash = 's-review';
}

async function send(form: HTMLFormElement): Promise<void> {
  if (form.dataset.leaving) return;
  form.dataset.leaving = 'yes';
  const status = find<HTMLElement>('[data-said]');
  if (status) status.textContent = sentence('sending');
  for (const button of findAll<HTMLButtonElement>('button', form)) button.setAttribute('aria-disabled', 'true');
  const entries = entriesOf(form);
  const item: Waiting = {
    id: `${form.getAttribute('action')} ${find<HTMLInputElement>('[name=key]', form)?.value ?? unfinishedId(form)}`,
    path: form.getAttribute('action')!,
    title: titleOf(form),
    by,
    entries,
    at: Date.now(),
    state: 'waiting',
    words: [],
  };
  try {
    await keep('waiting', item);
  } catch {
    // A browser that keeps nothing still sends.
    submitItself(form);
    return;
  }
  await throwAway(form);
  const told = await sendOne(item);
  if (told.state === 'kept') {
    await forget('waiting', item.id);
    location.replace(told.href);
  } else if (told.state === 'unknown' || told.state === 'sign-in') {
    location.replace('/field/waiting');
  } else {
    await forget('waiting', item.id);
    submitItself(form);
  }
}

export function submitItself(form: HTMLFormElement): void {
  const act = document.createElement('input');
  act.type = 'hidden';
  act.name = 'act';
  act.value = 'send';
  form.append(act);
  form.submit();
}
