import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { api } from '../api.ts';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

type Page = Awaited<ReturnType<typeof api.verification.queue>>;

/** The queue's filters; all of them stand in the address. */
export function QueueFilters({ page }: { readonly page: Pick<Page, 'waiting' | 'below'> | undefined }) {
  const say = usePhrases(phrases);
  const texts = useTexts();
  const { catalogue } = useScope();
  const { search, change } = useAddress();
  const { waiting, below } = page ?? { waiting: { all: 0, mine: 0 }, below: [] };
  const any = [search.kind, search.below, search.warned, search.late, search.again, search.text].some(
    (one) => one !== undefined,
  );
  return (
    <search className="filters" aria-label={say.filters}>
      <label className="choice">
        <span>{say.turn}</span>
        <select
          value={search.turn === 'all' ? 'all' : ''}
          onChange={(event) => change({ turn: event.target.value || undefined, record: undefined })}
        >
          <option value="">{say.turnMine(waiting.mine)}</option>
          <option value="all">{say.turnAll(waiting.all)}</option>
        </select>
      </label>
      {(below.length > 0 || search.below !== undefined) && (
        <Choice
          label={say.below}
          value={search.below}
          choices={below.map(({ unit, n }) => [unit.code, say.belowCount(unit.short, n)])}
          choose={(code) => change({ below: code, record: undefined })}
        />
      )}
      <Choice
        label={say.kind}
        value={search.kind}
        choices={catalogue.kinds.map((one) => [one.code, texts.say(one.label)])}
        choose={(code) => change({ kind: code, record: undefined })}
      />
      <Choice
        label={say.warned}
        value={search.warned}
        choices={[
          ['with', say.warnedWith],
          ['without', say.warnedWithout],
        ]}
        choose={(code) => change({ warned: code, record: undefined })}
      />
      <Words />
      {(['late', 'again'] as const).map((name) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={search[name] === true}
            onChange={(event) => change({ [name]: event.target.checked || undefined, record: undefined })}
          />
          {say[name]}
        </label>
      ))}
      {any && (
        <Button
          type="link"
          onClick={() =>
            change({
              ...{ kind: undefined, below: undefined, warned: undefined, late: undefined },
              ...{ again: undefined, text: undefined, record: undefined },
            })
          }
        >
          {say.clear}
        </Button>
      )}
    </search>
  );
}

function Choice({
  label,
  value,
  choices,
  choose,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly choices: readonly (readonly [string, string])[];
  readonly choose: (code: string | undefined) => void;
}) {
  const say = usePhrases(phrases);
  const known = value === undefined || choices.some(([code]) => code === value);
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => choose(event.target.value || undefined)}>
        <option value="">{say.all}</option>
        {!known && <option value={value}>{value}</option>}
        {choices.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Searched when typing pauses, so that the list does not flicker with every stroke of an input method. */
function Words() {
  const say = usePhrases(phrases);
  const { search, change } = useAddress();
  const [typed, setTyped] = useState(search.text ?? '');
  useEffect(() => setTyped(search.text ?? ''), [search.text]);
  useEffect(() => {
    const wanted = typed.trim() || undefined;
    if (wanted === search.text) return;
    const pause = setTimeout(() => change({ text: wanted, record: undefined }), 350);
    return () => clearTimeout(pause);
  }, [typed, search.text, change]);
  return (
    <label className="choice words">
      <span>{say.text}</span>
      <input type="search" value={typed} maxLength={100} onChange={(event) => setTyped(event.target.value)} />
    </label>
  );
}
