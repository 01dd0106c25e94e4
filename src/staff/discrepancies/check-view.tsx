import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { api } from '../api.ts';
import { Failure, Loading } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { useDiscrepancyAddress } from './address.ts';
import type { SourceInput } from './data.ts';
import { Findings } from './findings.tsx';
import { texts as both } from './texts.ts';

/** Chooses what to check and shows what was found. */
export function CheckView() {
  const phrases = usePhrases(both);
  const { unit, window } = useScope();
  const { search, change } = useDiscrepancyAddress();
  const kind = search.source ?? 'round';
  const [given, setGiven] = useState<{ title: string; text: string }>();
  const source = sourceOf(kind, unit.code, window, search.edition, given);
  const checked = useQuery({
    queryKey: ['agreement', source],
    queryFn: () => api.agreement.check({ source: source!, ledger: true }),
    enabled: source !== undefined,
  });
  return (
    <>
      <p className="quiet">{phrases.lead}</p>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <label className="choice">
          {phrases.source}
          <select value={kind} onChange={(event) => change({ source: event.target.value as typeof kind })}>
            {(['round', 'text', 'edition'] as const).map((one) => (
              <option key={one} value={one}>
                {phrases.sources[one]}
              </option>
            ))}
          </select>
        </label>
        {kind === 'edition' && <EditionChoice code={search.edition} choose={(edition) => change({ edition })} />}
      </form>
      {kind === 'text' && <TextForm send={setGiven} />}
      {checked.isFetching && !checked.data && <Loading />}
      {checked.error && <Failure error={checked.error} retry={() => void checked.refetch()} />}
      {source && checked.data && (
        <Findings
          key={JSON.stringify(source)}
          checked={checked.data}
          source={source}
          again={() => void checked.refetch()}
        />
      )}
    </>
  );
}

function sourceOf(
  kind: 'text' | 'round' | 'edition',
  unit: string,
  window: string,
  edition: string | undefined,
  given: { title: string; text: string } | undefined,
): SourceInput | undefined {
  if (kind === 'round') return { kind, unit, window };
  if (kind === 'edition') return edition === undefined ? undefined : { kind, code: edition };
  return given && { kind, unit, window, text: given.text, ...(given.title.trim() !== '' && { title: given.title }) };
}

function TextForm({ send }: { readonly send: (given: { title: string; text: string }) => void }) {
  const phrases = usePhrases(both);
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') send({ title, text });
  };
  return (
    <form className="filters" onSubmit={submit}>
      <label className="choice agree-text">
        {phrases.textTitle}
        <input
          value={title}
          maxLength={120}
          placeholder={phrases.textTitleHint}
          onChange={(event) => setTitle(event.target.value)}
        />
      </label>
      <label className="choice agree-text">
        {phrases.text}
        <textarea
          value={text}
          maxLength={300_000}
          placeholder={phrases.textHint}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <Button type="primary" htmlType="submit" disabled={text.trim() === ''}>
        {phrases.run}
      </Button>
    </form>
  );
}

function EditionChoice({
  code,
  choose,
}: {
  readonly code: string | undefined;
  readonly choose: (code: string) => void;
}) {
  const phrases = usePhrases(both);
  const editions = useQuery({ queryKey: ['editions'], queryFn: () => api.summaries.editions() });
  const rows = editions.data?.editions ?? [];
  if (editions.data && rows.length === 0) return <p className="quiet">{phrases.noEditions}</p>;
  return (
    <label className="choice">
      {phrases.edition}
      <select value={code ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="" disabled>
          {phrases.chooseEdition}
        </option>
        {rows.map((row) => (
          <option key={row.code} value={row.code}>
            {row.code} {row.title}
          </option>
        ))}
      </select>
    </label>
  );
}
