import { newKey, ownerNamed, ownerOf } from './draft.ts';
import { by, find, findAll, sentence } from './steps.ts';
import { forget, keep, readAll, type Shot, shotsOf } from './store.ts';

/** The screen for photos: chosen, made small on the phone, kept there until they have arrived. */

const most = 9;
const longestSide = 1600;
const bytesAtMost = 8 * 1024 * 1024;
const forgottenMs = 3_600_000;

export async function readyPhotos(form: HTMLFormElement): Promise<void> {
  const pick = find<HTMLElement>('[data-pick]', form);
  if (!pick) return;
  pick.hidden = false;
  let turn = Promise.resolve();
  pick.addEventListener('change', (event) => {
    const box = event.target as HTMLInputElement;
    const files = [...(box.files ?? [])];
    box.value = '';
    // One after another: an unpacked photo takes a hundred times the room of its file.
    for (const file of files) turn = turn.then(() => take(form, file)).catch(() => complain(form, 'photoUnreadable'));
  });
  await showThumbs(form).catch(() => {});
}

/** The page of a record's photos: what is chosen there is small before it is sent, and is sent later when there is no network. */
export function readyAlbum(sendNow: () => void): void {
  const form = find<HTMLFormElement>('form[data-album]');
  const box = form && find<HTMLInputElement>('input[type=file]', form);
  if (!form || !box) return;
  const ways = find<HTMLElement>('.ways', form);
  if (ways) ways.hidden = true;
  box.addEventListener('change', async () => {
    const files = [...(box.files ?? [])];
    box.value = '';
    complain(form, undefined);
    const room = Number(form.dataset.room);
    if (files.length > room) complain(form, 'photoEnough');
    try {
      for (const file of files.slice(0, room)) {
        const shot = await shotOf(file, `record ${form.dataset.album}`);
        if (shot) await keep('shots', { ...shot, record: Number(form.dataset.album) });
        else complain(form, 'photoTooLarge');
      }
    } catch {
      complain(form, 'photoUnreadable');
    }
    sendNow();
  });
}

async function take(form: HTMLFormElement, file: File): Promise<void> {
  complain(form, undefined);
  const owner = ownerOf(form);
  if ((await shotsOf(owner)).length >= most) return complain(form, 'photoEnough');
  const shot = await shotOf(file, owner);
  if (!shot) return complain(form, 'photoTooLarge');
  await keep('shots', shot);
  form.dispatchEvent(new Event('input', { bubbles: true }));
  await showThumbs(form);
}

/** The photo as it is kept; undefined when it is too large even so. */
async function shotOf(file: File, owner: string): Promise<Shot | undefined> {
  const small = await shrink(file);
  if (small.size > bytesAtMost) return undefined;
  const bytes = await small.arrayBuffer();
  return {
    ...{ id: newKey(), owner, by, name: file.name, bytes, type: small.type, at: Date.now() },
    ...{ state: 'waiting', words: [] },
  };
}

/** The photo upright and with at most 1600 pixels a side; drawing it leaves everything but the pixels behind. One that cannot be drawn goes as it is. */
async function shrink(file: File): Promise<Blob> {
  const picture = await unpack(file).catch(() => undefined);
  if (!picture) return file;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return file;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.image, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
  // Some phones keep the room of a canvas until it is small.
  canvas.width = 0;
  return drawn ?? file;
}

interface Unpacked {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
  close(): void;
}

async function unpack(file: File): Promise<Unpacked> {
  if ('createImageBitmap' in window) {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
    if (image) return { image, width: image.width, height: image.height, close: () => image.close() };
  }
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  const close = () => URL.revokeObjectURL(address);
  await image.decode().catch((error) => {
    close();
    throw error;
  });
  return { image, width: image.naturalWidth, height: image.naturalHeight, close };
}

export async function showThumbs(form: HTMLFormElement): Promise<void> {
  const list = find<HTMLElement>('[data-thumbs]', form);
  if (!list) return;
  const shots = await shotsOf(ownerOf(form));
  for (const old of findAll<HTMLImageElement>('img', list)) URL.revokeObjectURL(old.src);
  list.replaceChildren(...shots.map((shot, index) => thumb(form, shot, index)));
  list.dataset.count = String(shots.length);
}

function thumb(form: HTMLFormElement, shot: Shot, index: number): HTMLElement {
  const [row, image, remove] = [
    document.createElement('li'),
    document.createElement('img'),
    document.createElement('button'),
  ];
  image.src = URL.createObjectURL(new Blob([shot.bytes], { type: shot.type }));
  image.alt = sentence('photo', { n: index + 1 });
  remove.type = 'button';
  remove.className = 'button';
  remove.textContent = sentence('removePhoto', { n: index + 1 });
  remove.addEventListener('click', async () => {
    await forget('shots', shot.id);
    await showThumbs(form);
    (
      findAll<HTMLElement>('[data-thumbs] button', form)[index] ?? find<HTMLElement>('[data-pick] input', form)
    )?.focus();
  });
  row.append(image, remove);
  return row;
}

function complain(form: HTMLFormElement, word: string | undefined): void {
  const complaint = find<HTMLElement>('[data-photo-complaint]', form);
  if (!complaint) return;
  complaint.hidden = word === undefined;
  complaint.textContent = word === undefined ? '' : sentence(word, { n: most });
}

/** Photos whose form is neither waiting nor unfinished belong to nothing any more; a form just opened may still be saved. */
export async function tidyShots(): Promise<void> {
  const [waiting, unfinished] = [await readAll('waiting'), await readAll('unfinished')];
  const owners = new Set([
    ...waiting.map((one) => one.id),
    ...unfinished.map((one) => ownerNamed(one.path, one.entries, one.id)),
  ]);
  for (const shot of await readAll('shots')) {
    const lost = shot.record === undefined && !owners.has(shot.owner) && Date.now() - shot.at > forgottenMs;
    if (lost) await forget('shots', shot.id);
  }
}
