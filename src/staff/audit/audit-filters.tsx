import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Client } from '#http/contract/contract.ts';
import { type Search, useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';

type Filters = Omit<Parameters<Client['audit']['list']>[0], 'before'>;

/** The filters of the audit as the API takes them. Acts are looked for at any time, unless a window was chosen. */
export function filtersOf(search: Search, unit: string): Filters {
  return {
    unit,
    ...(search.window !== undefined && { window: search.window }),
    ...(search.group !== undefined && { group: search.group as NonNullable<Filters['group']> }),
    ...(search.who !== undefined && { who: search.who }),
    ...(search.record !== undefined && { record: search.record }),
    ...(search.text !== undefined && { text: search.text }),
  };
}

export function AuditFilters() {
  const t = usePhrases(texts);
  const { texts: common } = useTexts();
  const { search, change } = useAddress();
  const groups = Object.entries(t.groups);
  const any = [search.group, search.who, search.record, search.text, search.window].some((one) => one !== undefined);
  return (
    <search className="filters" aria-label={t.filters}>
      <label className="choice">
        <span>{t.group}</span>
        <select value={search.group ?? ''} onChange={(event) => change({ group: event.target.value || undefined })}>
          <option value="">{common.all}</option>
          {groups.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Typed label={t.who} value={search.who} tell={(who) => change({ who })} />
      <Typed
        label={t.record}
        value={search.record === undefined ? undefined : String(search.record)}
        numeric
        tell={(text) => change({ record: text === undefined ? undefined : Number(text) })}
      />
      <Typed label={t.text} value={search.text} wide tell={(text) => change({ text })} />
      {any && (
        <Button
          type="link"
          onClick={() =>
            change({ group: undefined, who: undefined, record: undefined, text: undefined, window: undefined })
          }
        >
          {t.clear}
        </Button>
      )}
    </search>
  );
}

/** Told when typing pauses. */
function Typed({
  label,
  value,
  tell,
  numeric = false,
  wide = false,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly tell: (text: string | undefined) => void;
  readonly numeric?: boolean;
  readonly wide?: boolean;
}) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => {
    const wanted = (numeric ? typed.replaceAll(/\D/g, '').slice(0, 15) : typed.trim()) || undefined;
    if (wanted === value) return;
    const pause = setTimeout(() => tell(wanted), 350);
    return () => clearTimeout(pause);
  }, [typed, value, tell, numeric]);
  return (
    <label className={wide ? 'choice words' : 'choice'}>
      <span>{label}</span>
      <input
        type="search"
        value={typed}
        maxLength={numeric ? 15 : 60}
        inputMode={numeric ? 'numeric' : 'text'}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}
