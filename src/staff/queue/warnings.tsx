import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Beside, Warning } from './beside.ts';
import { texts as phrases } from './texts.ts';
import './queue.css';

/** What is odd about a record, doubts first. */
export function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  const say = usePhrases(phrases);
  const texts = useTexts();
  if (warnings.length === 0) return null;
  const doubt = warnings.some((one) => one.severity === 'doubt');
  return (
    <section className="warnings" aria-label={say.warnings} {...(doubt && { 'data-doubt': true })}>
      <h3>{say.warnings}</h3>
      <ul>
        {warnings.map((one) => (
          <li key={`${one.code} ${one.part}`}>
            <span className={`tag tag-${one.severity}`}>{say[one.severity]}</span>
            <span>{texts.say(one.text)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was said of its fields when it was last returned. */
export function Comments({
  comments,
  returned,
}: {
  readonly comments: Beside['comments'];
  readonly returned: boolean;
}) {
  const say = usePhrases(phrases);
  const texts = useTexts();
  if (comments.length === 0) return null;
  const title = returned ? say.comments : say.commentsLast;
  return (
    <section className="comments" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {comments.map((one) => (
          <li key={`${one.part} ${one.text}`}>
            <span className="tag tag-returned">{texts.say(one.label)}</span> {one.text}{' '}
            <span className="quiet">{one.by}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
