import { Button } from 'antd';
import type { Client } from '#http/contract/contract.ts';
import { useScope } from '../scope.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';
import type { Chosen } from './use-selection.ts';

export type BulkAct = Parameters<Client['bulk']['perform']>[0]['act'];

const acts: readonly { readonly act: BulkAct; readonly verb: 'record' | 'verify' }[] = [
  { act: 'submit', verb: 'record' },
  { act: 'verify', verb: 'verify' },
  { act: 'return', verb: 'verify' },
  { act: 'highlight', verb: 'record' },
  { act: 'unhighlight', verb: 'record' },
  { act: 'void', verb: 'record' },
];

/** What may be done with the chosen records; each act asks for confirmation first. */
export function BulkBar({
  chosen,
  total,
  shown,
  begin,
}: {
  readonly chosen: Chosen;
  readonly total: number;
  readonly shown: number;
  readonly begin: (act: BulkAct) => void;
}) {
  const say = usePhrases(phrases);
  const { me } = useScope();
  const count = chosen.everything ? total : chosen.ids.length;
  if (count === 0) return null;
  return (
    <section className="bulk-bar" aria-label={say.bulk.bar}>
      <p role="status">
        <strong>{chosen.everything ? say.bulk.allChosen(total) : say.bulk.chosen(count)}</strong>
        {!chosen.everything && chosen.shown === true && total > shown && (
          <Button type="link" onClick={chosen.chooseEverything}>
            {say.bulk.all(total)}
          </Button>
        )}
        <Button type="link" onClick={chosen.clear}>
          {say.bulk.none}
        </Button>
      </p>
      <div className="bulk-acts">
        {acts
          .filter(({ verb }) => me.may.includes(verb))
          .map(({ act }) => (
            <Button key={act} onClick={() => begin(act)}>
              {say.bulk.act[act]}
            </Button>
          ))}
      </div>
    </section>
  );
}
