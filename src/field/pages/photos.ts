import { html } from 'hono/html';
import type { Received } from '#domain/photos/actions.ts';
import { type Photo, photosAtMost } from '#domain/photos/model.ts';
import type { Status } from '#domain/records/model.ts';
import type { Language } from '#kernel/text.ts';
import type { Html } from '../layout.ts';
import { fill, words } from '../words.ts';

/** What the album offers; the phone's own converter turns other formats into these. */
export const taken = 'image/jpeg,image/png,image/webp';

export interface PhotosView {
  readonly record: { readonly id: number; readonly title: string; readonly status: Status };
  readonly mayChange: boolean;
  readonly photos: readonly Photo[];
  readonly removed: readonly Photo[];
  readonly by: string;
  readonly done: string | undefined;
  readonly received?: Received;
  readonly problems?: readonly string[];
  /** The record came in with the same form. */
  readonly reported?: boolean;
}

/** The photos of a record, to look at and, for those who record, to add, describe and remove. Works without script. */
export function photosPage(view: PhotosView, t: Language): Html {
  const { record, photos, removed, mayChange } = view;
  const room = photosAtMost - photos.length;
  const removable = mayChange && record.status !== 'verified';
  const one = (photo: Photo, index: number) => html`<li class="shot">
<a href="/field/photos/${photo.id}/full"><img src="/field/photos/${photo.id}/small" alt="${altOf(photo, index, t)}" loading="lazy" /></a>
${photo.caption ? html`<p>${photo.caption}</p>` : ''}
${
  mayChange
    ? html`<details class="aside"><summary>${removable ? words.describeOrRemove[t] : words.describe[t]}<span class="unseen"> ${index + 1}</span></summary>
${captionForm(photo, index, t)}${removable ? actForm(photo, 'remove', `${words.removePhoto[t]} ${index + 1}`) : ''}</details>`
    : ''
}</li>`;
  return html`<h1>${words.photos[t]}</h1>
<p class="number-line"><span>${words.number[t]}</span> <b>${record.id}</b></p>
<p class="what">${record.title}</p>
${outcomeHtml(view, t)}
<div data-photos-of="${record.id}" data-reload><p class="note" role="status" data-photos-left hidden></p></div>
${photos.length === 0 ? html`<p class="empty">${words.noPhotos[t]}</p>` : html`<ul class="shots">${photos.map(one)}</ul>`}
${mayChange && room > 0 ? addForm(view, room, t) : ''}
${mayChange && room <= 0 ? html`<p class="hint">${fill(words.photosFull[t], { n: photosAtMost })}</p>` : ''}
${mayChange && !removable && photos.length > 0 ? html`<p class="hint">${words.photosVerified[t]}</p>` : ''}
${mayChange && removed.length > 0 ? html`<h2>${words.removedPhotos[t]}</h2><ul class="shots">${removed.map((photo, index) => html`<li class="shot gone"><img src="/field/photos/${photo.id}/small" alt="${altOf(photo, index, t)}" loading="lazy" />${actForm(photo, 'restore', `${words.restorePhoto[t]} ${index + 1}`)}</li>`)}</ul>` : ''}
<div class="ways"><a class="button${view.received || view.done ? ' main' : ''}" href="/field/records/${record.id}">${words.backToRecord[t]}</a></div>`;
}

/** The photos of a record in a row, each leading to its full size. On the page of a record, whose script tells of those under way. */
export function photoStrip(recordId: number, photos: readonly Photo[], mayChange: boolean, t: Language): Html {
  return html`<section class="strip" data-photos-of="${recordId}" aria-labelledby="h-photos"><h2 id="h-photos">${words.photos[t]}${photos.length > 0 ? html`<small> ${fill(words.photoCount[t], { n: photos.length })}</small>` : ''}</h2>
<p class="note" role="status" data-photos-left hidden></p>
${photos.length > 0 ? html`<ul class="thumbs">${photos.map((photo, index) => html`<li><a href="/field/photos/${photo.id}/full"><img src="/field/photos/${photo.id}/small" alt="${altOf(photo, index, t)}" loading="lazy" /></a></li>`)}</ul>` : ''}
${mayChange ? html`<a class="button" href="/field/records/${recordId}/photos">${photos.length > 0 ? words.managePhotos[t] : words.addPhotos[t]}</a>` : ''}</section>`;
}

function altOf({ caption }: Photo, index: number, t: Language): string {
  return caption || fill(words.photoNumber[t], { n: index + 1 });
}

function outcomeHtml({ received, problems = [], reported, done }: PhotosView, t: Language): Html | '' {
  const refused = received?.refused ?? [];
  const fresh = received?.accepted.length ?? 0;
  const said = refused.map(
    ({ name, problems: why }) => `${name ? `${name}：` : ''}${why.map((one) => one.text[t]).join('')}`,
  );
  return html`${reported ? html`<p class="note">${words.reportedAnyway[t]}</p>` : ''}
${received && fresh > 0 ? html`<p class="note" role="status">${fill(words.photosTaken[t], { n: fresh })}</p>` : ''}
${received && fresh === 0 && refused.length === 0 ? html`<p class="note" role="status">${words.nothingChosen[t]}</p>` : ''}
${done === 'remove' ? html`<p class="note" role="status">${words.photoRemoved[t]}</p>` : ''}
${said.length + problems.length > 0 ? html`<div class="problems" role="alert">${said.length > 0 ? html`<p>${fill(words.photosRefused[t], { n: said.length })}</p>` : ''}<ul>${[...said, ...problems].map((one) => html`<li>${one}</li>`)}</ul></div>` : ''}`;
}

function captionForm({ id, caption }: Photo, index: number, t: Language): Html {
  return html`<form method="post" action="/field/photos/${id}"><input type="hidden" name="act" value="describe" />
<label class="label" for="caption-${id}">${fill(words.captionOf[t], { n: index + 1 })}</label>
<input type="text" id="caption-${id}" name="caption" value="${caption}" autocomplete="off" enterkeyhint="done" />
<button class="button">${words.saveCaption[t]}<span class="unseen"> ${index + 1}</span></button></form>`;
}

function actForm({ id }: Photo, act: 'remove' | 'restore', label: string): Html {
  return html`<form method="post" action="/field/photos/${id}"><button class="button" name="act" value="${act}">${label}</button></form>`;
}

function addForm({ record, by }: PhotosView, room: number, t: Language): Html {
  return html`<form method="post" enctype="multipart/form-data" action="/field/records/${record.id}/photos" data-album="${record.id}" data-room="${room}">
<input type="hidden" name="by" value="${by}" />
<label class="label" for="photo">${words.addPhotos[t]}</label>
<p class="hint" id="h-photo">${fill(words.photosRoom[t], { n: room })}</p>
<input type="file" id="photo" name="photo" accept="${taken}" multiple aria-describedby="h-photo" />
<p class="complaint" role="alert" data-photo-complaint hidden></p>
<div class="ways"><button class="button main">${words.sendPhotos[t]}</button></div></form>`;
}
