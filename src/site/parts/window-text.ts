import { html } from 'hono/html';
import { type Window, windowInWords } from '#kernel/window.ts';
import { type Html, published } from '../layout.ts';

/** A window in words that breaks, where it must, between its two days and nowhere else. */
export function windowText(window: Window): Html {
  const [from = '', to] = windowInWords(window).split('至');
  return html`<span class="window" lang="${published}">${from}${to === undefined ? '' : html`至<wbr />${to}`}</span>`;
}
