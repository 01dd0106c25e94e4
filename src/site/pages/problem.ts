import { html } from 'hono/html';
import type { SiteFrame } from '#domain/publishing/model.ts';
import type { Page } from '../layout.ts';
import { contactLine } from '../parts/footer.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { words } from '../words.ts';

/** The same page for what does not exist and for what is not public: nobody can tell one from the other. */
export function notFoundPage(frame: SiteFrame, view: View): Page {
  return problemPage(words.notFoundTitle[view.language], words.notFoundText[view.language], frame, view);
}

export function failedPage(frame: SiteFrame | undefined, view: View): Page {
  return problemPage(words.failedTitle[view.language], words.failedText[view.language], frame, view);
}

function problemPage(title: string, text: string, frame: SiteFrame | undefined, view: View): Page {
  const t = view.language;
  return {
    title,
    unlisted: true,
    main: html`<div class="problem">
<h1>${title}</h1>
<p>${text}</p>
<p class="ways"><a href="${paths.home()}">${words.home[t]}</a> <a href="${paths.summaries()}">${words.summaries[t]}</a> <a href="${paths.about()}">${words.about[t]}</a></p>
${contactLine(frame?.settings.contact ?? '')}
</div>`,
  };
}
