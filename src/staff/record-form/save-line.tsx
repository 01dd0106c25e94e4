import { usePhrases } from '../texts/texts.tsx';
import type { SaveState } from './autosave.ts';
import { texts as phrases } from './texts.ts';

/** Where the form stands: 已保存 14:05, and what it lacks before it can be sent. */
export function SaveLine({
  state,
  at,
  lacking,
}: {
  readonly state: SaveState;
  readonly at: string | undefined;
  readonly lacking: readonly string[] | undefined;
}) {
  const say = usePhrases(phrases);
  const words: Readonly<Record<SaveState, string>> = {
    untouched: say.untouched,
    unsaved: say.unsaved,
    saving: say.saving,
    saved: at === undefined ? say.untouched : say.saved(clock(at)),
    failed: say.failed,
    signedOut: say.signedOut,
    elsewhere: say.elsewhere,
    gone: say.gone,
  };
  return (
    <div className="save-line">
      <p role="status" data-state={state}>
        {words[state]}
        {state === 'signedOut' && (
          <a href="/staff/sign-in" target="_blank" rel="noreferrer">
            {say.signIn}
          </a>
        )}
      </p>
      {lacking && (
        <p className="quiet" title={lacking.join('\n')}>
          {lacking.length === 0 ? say.ready : say.lacks(lacking.length)}
        </p>
      )}
    </div>
  );
}

function clock(iso: string): string {
  const at = new Date(iso);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}
