import type { Text } from '#kernel/text.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

const mostShown = 20;

/** Records that something was not done to, each with its reasons. */
export function Refusals({
  items,
}: {
  readonly items: readonly { readonly id: number; readonly title: string; readonly why: readonly Text[] }[];
}) {
  const { say: text, language } = useTexts();
  const say = usePhrases(phrases);
  return (
    <ul className="refusals">
      {items.slice(0, mostShown).map((one) => (
        <li key={one.id}>
          {one.title || say.bulk.unseen}
          <span className="quiet">{language === 'zh' ? '：' : ': '}</span>
          {one.why.map((why) => text(why)).join(language === 'zh' ? '；' : '; ')}
        </li>
      ))}
      {items.length > mostShown && <li className="quiet">{say.bulk.refusedMore(items.length - mostShown)}</li>}
    </ul>
  );
}
