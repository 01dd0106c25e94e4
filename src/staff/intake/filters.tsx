import { useMemo } from 'react';
import { useScope } from '../scope.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { type Pane, useIntakeAddress } from './address.ts';
import type { Intake, Item, QuantityState } from './data.ts';
import { texts as both } from './texts.ts';

const quantityStates: readonly QuantityState[] = ['used', 'total', 'background', 'unused'];
const itemStates: readonly Item['state'][] = ['open', 'accepted', 'joined', 'left'];
const panes: readonly Pane[] = ['source', 'proposals', 'rest'];

/** How many numbers are in which state, what is shown, and on a phone which pane. */
export function Filters({
  intake,
  shown,
  rest,
}: {
  readonly intake: Intake;
  readonly shown: number;
  readonly rest: number;
}) {
  const say = usePhrases(both);
  const { units } = useScope();
  const { search, change } = useIntakeAddress();
  const pane = search.pane ?? 'proposals';
  const sections = useMemo(() => [...new Set(intake.items.map((item) => item.section))], [intake.items]);
  const hosts = useMemo(() => [...new Set(intake.items.map((item) => item.draft.hosts[0]!))], [intake.items]);
  const numbers = { source: undefined, proposals: shown, rest };
  return (
    <>
      <p className="intake-counts" role="status">
        <span>
          <strong>{say.quantities(intake.quantities.length)}</strong>{' '}
          {quantityStates.map((state) => (
            <span key={state} className={`tag tag-q-${state}`} title={say.stateHints[state]}>
              <span aria-hidden="true">{say.stateSigns[state]} </span>
              {say.states[state]} {intake.counts[state].toLocaleString('zh-CN')}
            </span>
          ))}
        </span>
        <span>
          <strong>{say.items(intake.items.length)}</strong>{' '}
          {itemStates
            .map((state) => [state, intake.items.filter((item) => item.state === state).length] as const)
            .filter(([state, count]) => count > 0 || state === 'open')
            .map(([state, count]) => `${say.itemStates[state]} ${count}`)
            .join(' · ')}
        </span>
      </p>
      <div className="filters intake-filters">
        <fieldset className="intake-panes" aria-label={say.panes}>
          {panes.map((one) => (
            <button
              key={one}
              type="button"
              data-pane={one}
              aria-pressed={one === pane}
              onClick={() => change({ pane: one === 'proposals' ? undefined : one })}
            >
              {say[one]}
              {numbers[one] !== undefined && <span> {numbers[one].toLocaleString('zh-CN')}</span>}
            </button>
          ))}
        </fieldset>
        <Choice
          label={say.section}
          value={search.section}
          set={(section) => change({ section })}
          options={sections.map((one) => [one, one || say.noSection])}
        />
        <Choice
          label={say.unit}
          value={search.of}
          set={(of) => change({ of })}
          options={hosts.map((code) => [code, units.find((unit) => unit.code === code)?.short ?? code])}
        />
        <Choice
          label={say.state}
          value={search.show}
          set={(show) => change({ show: show as Item['state'] | undefined })}
          options={itemStates.map((state) => [state, say.itemStates[state]])}
        />
      </div>
    </>
  );
}

function Choice({
  label,
  value,
  set,
  options,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly set: (value: string | undefined) => void;
  readonly options: readonly (readonly [string, string])[];
}) {
  const say = usePhrases(both);
  return (
    <label className="choice">
      {label}
      <select value={value ?? ''} onChange={(event) => set(event.target.value === '' ? undefined : event.target.value)}>
        <option value="">{say.all}</option>
        {options
          .filter(([code]) => code !== '')
          .map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
      </select>
    </label>
  );
}
