import type { Question } from '../api.ts';
import { usePhrases } from '../texts/texts.tsx';
import { GapView } from './gap-view.tsx';
import { texts as both } from './texts.ts';
import './discrepancies.css';

/** With any figure of one unit: what it is held against, and the records that make the difference. */
export function GapPanel({ question }: { readonly question: Question }) {
  const phrases = usePhrases(both);
  if (question.union || question.record !== undefined) return null;
  return (
    <details className="agree-more">
      <summary>{phrases.gap}</summary>
      <GapView question={question} />
    </details>
  );
}
