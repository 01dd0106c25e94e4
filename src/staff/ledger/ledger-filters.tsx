import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useScope } from '../scope.tsx';
import { readClasses, useAddress, writeClasses } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { useNarrow } from '../wide.ts';
import { filterNames, noFilters } from './ledger-search.ts';
import { PersonFilter } from './person-filter.tsx';
import { texts as phrases } from './texts.ts';

const statuses = ['submitted', 'verified', 'returned', 'draft', 'void'] as const;

/** The ledger's filters; all of them stand in the address. */
export function LedgerFilters() {
  const say = usePhrases(phrases);
  const { search } = useAddress();
  const narrow = useNarrow();
  const set = filterNames.filter((name) => search[name] !== undefined).length;
  if (!narrow) return <Filters />;
  return (
    <details className="filters-fold">
      <summary>{say.filters(set)}</summary>
      <Filters />
    </details>
  );
}

function Filters() {
  const { texts, say } = useTexts();
  const { catalogue, window } = useScope();
  const { search, change } = useAddress();
  const classes = readClasses(search.class);
  const kind = catalogue.kinds.find((one) => one.code === search.kind);
  const families = (kind?.classes ?? []).flatMap(
    ({ family }) => catalogue.families.find((one) => one.code === family) ?? [],
  );
  const end = window.split('..')[1] ?? '';
  const own = usePhrases(phrases);
  const any = filterNames.some((name) => search[name] !== undefined);
  return (
    <search className="filters" aria-label={texts.ledger.filters}>
      <Choice
        label={texts.ledger.kind}
        value={search.kind}
        choices={catalogue.kinds.map((one) => [one.code, say(one.label)])}
        choose={(code) => change({ kind: code, class: undefined })}
      />
      {families.map((family) => {
        const list =
          family.lists.find((one) => one.validFrom <= end && (one.validTo === null || end <= one.validTo)) ??
          family.lists.at(-1);
        return (
          <Choice
            key={family.code}
            label={say(family.label)}
            value={classes[family.code]}
            choices={(list?.classes ?? []).map((one) => [one.code, say(one.label)])}
            choose={(code) => {
              const { [family.code]: _, ...others } = classes;
              change({ class: writeClasses(code === undefined ? others : { ...others, [family.code]: code }) });
            }}
          />
        );
      })}
      <Choice
        label={texts.ledger.status}
        value={search.status}
        choices={statuses.map((one) => [one, texts.status[one]])}
        choose={(code) => change({ status: code })}
      />
      <Words label={texts.ledger.text} name="text" />
      <Words label={own.place} name="place" />
      <PersonFilter />
      <label className="check">
        <input
          type="checkbox"
          checked={search.highlight === true}
          onChange={(event) => change({ highlight: event.target.checked || undefined })}
        />
        {texts.ledger.highlightOnly}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={search.joint === true}
          onChange={(event) => change({ joint: event.target.checked || undefined })}
        />
        {own.joint}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={search.always === true}
          onChange={(event) => change({ always: event.target.checked || undefined })}
        />
        {texts.ledger.allTime}
      </label>
      {any && (
        <Button type="link" onClick={() => change(noFilters)}>
          {texts.ledger.clear}
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
  const { texts } = useTexts();
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => choose(event.target.value || undefined)}>
        <option value="">{texts.all}</option>
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
function Words({ label, name }: { readonly label: string; readonly name: 'text' | 'place' }) {
  const { search, change } = useAddress();
  const said = search[name];
  const [typed, setTyped] = useState(said ?? '');
  useEffect(() => setTyped(said ?? ''), [said]);
  useEffect(() => {
    const wanted = typed.trim() || undefined;
    if (wanted === said) return;
    const pause = setTimeout(() => change({ [name]: wanted }), 350);
    return () => clearTimeout(pause);
  }, [typed, said, name, change]);
  return (
    <label className={`choice words words-${name}`}>
      <span>{label}</span>
      <input type="search" value={typed} maxLength={100} onChange={(event) => setTyped(event.target.value)} />
    </label>
  );
}
