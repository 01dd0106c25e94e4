import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Beside } from './beside.ts';
import { texts as phrases } from './texts.ts';
import './queue.css';

/** What became different since the reader last looked, with who changed it. */
export function ChangesSince({ changes, lookedAt }: Pick<Beside, 'changes' | 'lookedAt'>) {
  const say = usePhrases(phrases);
  if (changes.length === 0) return null;
  return (
    <section className="changes" aria-label={say.changes}>
      <h3>{say.changes}</h3>
      <Diffs changes={changes} by={(one) => say.changedBy((one as Beside['changes'][number]).by)} />
      {lookedAt && <span className="quiet">{say.changesAt(momentText(lookedAt))}</span>}
    </section>
  );
}

/** Who changed what, the latest first. */
export function History({ history }: Pick<Beside, 'history'>) {
  const say = usePhrases(phrases);
  const { texts } = useTexts();
  return (
    <>
      <h3>{say.history}</h3>
      {history.length === 0 ? (
        <p className="quiet">{say.historyNone}</p>
      ) : (
        <ol className="steps">
          {history.map((one) => (
            <li key={one.revision}>
              <span>{say.revision(one.revision)}</span>
              <span className="quiet">
                {texts.record.by(one.by)} · <time dateTime={one.at}>{momentText(one.at)}</time>
              </span>
              <Diffs changes={one.changes} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

type Change = Beside['history'][number]['changes'][number];

function Diffs({ changes, by }: { readonly changes: readonly Change[]; readonly by?: (change: Change) => string }) {
  const say = usePhrases(phrases);
  const texts = useTexts();
  return (
    <ul className="diffs">
      {changes.map((one) => (
        <li key={one.part}>
          <strong>{texts.say(one.label)}</strong> <del>{texts.say(one.before) || say.blank}</del> →{' '}
          <ins>{texts.say(one.after) || say.blank}</ins> {by && <span className="quiet">{by(one)}</span>}
        </li>
      ))}
    </ul>
  );
}
