import { readyDraft } from './draft.ts';
import { showLists } from './lists.ts';
import { readyAlbum, readyPhotos, tidyShots } from './photos.ts';
import { type Arrived, sendAll } from './queue.ts';
import { readySending } from './send.ts';
import { by, find, findAll, readySteps, sentence } from './steps.ts';

const pages = 'field-pages';
const againMs = 10_000;
const keptMs = 600_000;

/** Every page: the worker, what waits, and the form or the lists if there are any. */
async function start(): Promise<void> {
  const form = find<HTMLFormElement>('form.steps');
  if (form) {
    readySteps(form);
    await readyDraft(form);
    await readyPhotos(form);
    readySending(form);
  }
  readyAlbum(() => void sendAndShow());
  readyLeaving();
  tellNetwork();
  addEventListener('online', () => void sendAndShow());
  addEventListener('online', tellNetwork);
  // Taken out of the pocket again: what could not be sent there is tried at once.
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void sendAndShow());
  addEventListener('offline', tellNetwork);
  setInterval(() => document.visibilityState === 'visible' && void sendAndShow(), againMs);
  if ('serviceWorker' in navigator)
    await navigator.serviceWorker.register('/field/worker.js', { scope: '/field' }).catch(() => {});
  await sendAndShow();
  await tidyShots().catch(() => {});
  await keepPages();
}

let sending: Promise<void> | undefined;

let askedAgain = false;

/** Asked while it is at work it begins once more afterwards: the network may have come back in between. */
function sendAndShow(): Promise<void> {
  askedAgain = sending !== undefined;
  sending ??= (async () => {
    try {
      const waiting = await showLists(() => void sendAndShow());
      if (waiting === 0 || by === '') return;
      const arrived = await alone(() => sendAll(by));
      const left = await showLists(() => void sendAndShow());
      const net = find<HTMLElement>('.net');
      if (net && arrived.forms + arrived.shots > 0) {
        // A page with photos says for itself that they have arrived.
        const said = [
          arrived.forms > 0 ? sentence('sentMeanwhile', { n: arrived.forms }) : '',
          arrived.shots > 0 && !find('[data-photos-of]') ? sentence('photosMeanwhile', { n: arrived.shots }) : '',
        ];
        net.textContent = said.join(' ').trim();
        net.hidden = net.textContent === '';
      }
      // The worker tries again by itself once there is a network, also after the page has gone.
      if (left > 0) void laterInWorker().catch(() => {});
    } catch {
      // A browser that keeps nothing has nothing waiting.
    } finally {
      sending = undefined;
      if (askedAgain) void sendAndShow();
    }
  })();
  return sending;
}

/** Two open pages do not send the same form at once; if they do, its key still makes it one record. */
function alone(work: () => Promise<Arrived>): Promise<Arrived> {
  return 'locks' in navigator ? navigator.locks.request('field-send', work) : work();
}

async function laterInWorker(): Promise<void> {
  // Not `ready`: where the worker could not be installed, that would be waited for in vain.
  const registration = (await navigator.serviceWorker?.getRegistration('/field')) as
    | (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } })
    | undefined;
  if (registration?.active) await registration.sync?.register('field-send');
}

function tellNetwork(): void {
  const net = find<HTMLElement>('.net');
  if (!net) return;
  net.textContent = navigator.onLine ? '' : sentence('offline');
  net.hidden = navigator.onLine;
}

/** The pages that one needs where there is no network: home, what waits, and each form that stands on this page. */
async function keepPages(): Promise<void> {
  if (!('caches' in window) || !navigator.onLine || by === '') return;
  const links = findAll<HTMLAnchorElement>('a[data-keep]').map((link) => link.getAttribute('href')!);
  if (links.length === 0) return;
  const cache = await caches.open(pages);
  for (const address of ['/field', '/field/waiting', ...links]) {
    if (isYoung(await cache.match(address))) continue;
    const response = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => undefined);
    if (response?.ok && !response.redirected) await cache.put(address, response);
  }
}

/** A page kept a moment ago is not fetched again: that is most of what a visit costs on a slow network. */
function isYoung(page: Response | undefined): boolean {
  return Date.now() - Date.parse(page?.headers.get('date') ?? '') < keptMs;
}

/** Whoever signs out leaves no pages behind; what waits stays, since it has not arrived anywhere yet. */
function readyLeaving(): void {
  const leave = find<HTMLFormElement>('form.leave');
  leave?.addEventListener('submit', (event) => {
    const waiting = findAll('[data-queue] > li').length;
    if (waiting > 0 && !confirm(sentence('signOutWaiting', { n: waiting }))) event.preventDefault();
    else if ('caches' in window) void caches.delete(pages);
  });
}

void start();
