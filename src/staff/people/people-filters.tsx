import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Office } from './office.ts';
import { texts } from './texts.ts';

/** Filters of the accounts, kept in the address. */
export function PeopleFilters({ office }: { readonly office: Office }) {
  const t = usePhrases(texts);
  const { say } = useTexts();
  const { search, change } = useAddress();
  const [words, setWords] = useState(search.text ?? '');
  useEffect(() => setWords(search.text ?? ''), [search.text]);
  useEffect(() => {
    const typed = words.trim();
    if (typed === (search.text ?? '')) return;
    const waiting = setTimeout(() => change({ text: typed === '' ? undefined : typed }), 350);
    return () => clearTimeout(waiting);
  });
  const filtered = search.text !== undefined || search.role !== undefined || search.state !== undefined;
  return (
    <section className="filters" aria-label={t.filters}>
      <label className="choice words">
        {t.search}
        <input type="search" value={words} maxLength={100} onChange={(event) => setWords(event.target.value)} />
      </label>
      <label className="choice">
        {t.role}
        <select value={search.role ?? ''} onChange={(event) => change({ role: event.target.value || undefined })}>
          <option value="">{t.all}</option>
          {office.roles.map((one) => (
            <option key={one.role} value={one.role}>
              {say(one.label)}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        {t.state}
        <select value={search.state ?? ''} onChange={(event) => change({ state: event.target.value || undefined })}>
          <option value="">{t.all}</option>
          {Object.entries(t.states).map(([state, label]) => (
            <option key={state} value={state}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {filtered && (
        <Button onClick={() => change({ text: undefined, role: undefined, state: undefined })}>{t.clear}</Button>
      )}
    </section>
  );
}
