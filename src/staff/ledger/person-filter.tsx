import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { api } from '../api.ts';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

/** Narrows the ledger to the records that name a person, found by a part of the name or its pinyin. */
export function PersonFilter() {
  const say = usePhrases(phrases);
  const { unit } = useScope();
  const { search, change } = useAddress();
  const [typed, setTyped] = useState('');
  // The chosen one is asked for by code, so that an address opened anew shows the name.
  const wanted = typed.trim() || search.person || '';
  const found = useQuery({
    queryKey: ['people', unit.code, wanted],
    queryFn: () => api.forms.people({ text: wanted, unit: unit.code }),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const options = (found.data?.people ?? []).map((one) => ({ value: one.code, label: one.label }));
  return (
    <div className="choice person-filter">
      <label htmlFor="person-filter">{say.person}</label>
      <Select<string>
        id="person-filter"
        aria-label={say.person}
        value={search.person ?? null}
        placeholder={say.personSearch}
        allowClear
        showSearch={{ filterOption: false, onSearch: setTyped }}
        options={options}
        onChange={(code) => change({ person: code || undefined })}
        notFoundContent={say.personNone}
        popupMatchSelectWidth={260}
      />
    </div>
  );
}
