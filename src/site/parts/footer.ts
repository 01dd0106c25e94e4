import { html } from 'hono/html';
import type { SiteFrame } from '#domain/publishing/model.ts';
import { type Html, published } from '../layout.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { words } from '../words.ts';

/** Contact, links to friends, and the filings that the law wants on every page. */
export function footer(view: View, frame: SiteFrame | undefined, name: string): Html {
  const t = view.language;
  const settings = frame?.settings;
  const links = settings?.links ?? [];
  return html`<footer class="footer">
<div class="inner">
<section aria-labelledby="foot-contact">
<h2 id="foot-contact">${words.contact[t]}</h2>
<p>${name}</p>
${contactLine(settings?.contact ?? '')}
</section>
${
  links.length === 0
    ? ''
    : html`<section aria-labelledby="foot-links">
<h2 id="foot-links">${words.friendLinks[t]}</h2>
<ul lang="${published}">${links.map((one) => html`<li>${isWebAddress(one.url) ? html`<a href="${one.url}" rel="noopener external">${one.title}</a>` : one.title}</li>`)}</ul>
</section>`
}
<section aria-labelledby="foot-site">
<h2 id="foot-site">${words.aboutSite[t]}</h2>
<ul>
<li><a href="${paths.summaries()}">${words.summaries[t]}</a></li>
<li><a href="${paths.data()}">${words.data[t]}</a></li>
<li><a href="${paths.about()}">${words.about[t]}</a></li>
<li><a href="${paths.feed()}">${words.feed[t]}</a></li>
</ul>
</section>
</div>
${filings(frame)}
</footer>`;
}

/** A telephone number can be dialled from a phone; anything else is shown as it is. */
export function contactLine(contact: string): Html | '' {
  if (contact === '') return '';
  const digits = contact.replace(/[\s-]/g, '');
  return /^\+?\d{5,15}$/.test(digits)
    ? html`<p class="contact"><a href="tel:${digits}">${contact}</a></p>`
    : html`<p class="contact" lang="${published}">${contact}</p>`;
}

function filings(frame: SiteFrame | undefined): Html | '' {
  const { icp = '', police_filing: police = '' } = frame?.settings ?? {};
  if (icp === '' && police === '') return '';
  const code = /\d{6,}/.exec(police)?.[0];
  return html`<p class="filings" lang="${published}">
${icp && html`<a href="https://beian.miit.gov.cn/" rel="noopener external">${icp}</a>`}
${police && html`<a href="https://beian.mps.gov.cn/#/query/webSearch?code=${code ?? ''}" rel="noopener external">${police}</a>`}
</p>`;
}

/** Only addresses of the web become links; a script or data address in the settings stays plain words. */
export function isWebAddress(url: string | null | undefined): url is string {
  return typeof url === 'string' && /^https?:\/\/[^\s]+$/i.test(url);
}
