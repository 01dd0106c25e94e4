import type { RefObject } from 'react';
import type { Problem } from '#kernel/problem.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { boxId } from './box.tsx';
import { boxOf, type FormContent } from './content.ts';
import { texts as phrases } from './texts.ts';

/** Everything that is wrong at the top of the form, each sentence leading to its box. */
export function ProblemSummary({
  problems,
  content,
  heading,
}: {
  readonly problems: readonly Problem[];
  readonly content: FormContent;
  readonly heading: RefObject<HTMLDivElement | null>;
}) {
  const { say: text } = useTexts();
  const say = usePhrases(phrases);
  if (problems.length === 0) return null;
  return (
    <div className="problem-summary" role="alert" ref={heading} tabIndex={-1}>
      <p>
        <strong>{say.wrong(problems.length)}</strong>
      </p>
      <ul>
        {problems.map((one) => {
          const box = boxOf(one.place, content);
          return (
            <li key={`${one.code} ${one.place ?? ''} ${text(one.text)}`}>
              {box === '' ? (
                text(one.text)
              ) : (
                <a
                  href={`#${boxId(box)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    const control = document.getElementById(boxId(box));
                    control?.scrollIntoView({ block: 'center' });
                    control?.focus();
                  }}
                >
                  {text(one.text)}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
