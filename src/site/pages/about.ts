import { html } from 'hono/html';
import type { SiteFrame } from '#domain/publishing/model.ts';
import { organisationName, type Page, published } from '../layout.ts';
import { crumbs } from '../parts/column-tree.ts';
import { contactLine } from '../parts/footer.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { words } from '../words.ts';

export function aboutPage(frame: SiteFrame, view: View): Page {
  const t = view.language;
  const name = organisationName(frame, view);
  const { icp, police_filing: police } = frame.settings;
  return {
    title: words.about[t],
    description: name,
    entry: paths.about(),
    main: html`${crumbs(view, [{ label: words.about[t] }])}
<div class="listing narrow prose">
<h1>${words.about[t]}</h1>
<h2 id="contact">${words.contact[t]}</h2>
<p>${name}</p>
${contactLine(frame.settings.contact) || html`<p>${words.noContact[t]}</p>`}
<h2>${words.aboutNumbers[t]}</h2>
<p>${words.aboutNumbersText[t]}</p>
<p><a href="${paths.summaries()}">${words.summaries[t]}</a> <a href="${paths.data()}">${words.data[t]}</a></p>
<h2>${words.aboutReading[t]}</h2>
<p>${words.aboutReadingText[t]}</p>
${icp || police ? html`<h2>${words.filing[t]}</h2><p lang="${published}">${[icp, police].filter(Boolean).join(' · ')}</p>` : ''}
</div>`,
  };
}
