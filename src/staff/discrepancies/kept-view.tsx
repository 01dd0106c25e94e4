import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api.ts';
import { useKeys } from '../keys.ts';
import { Failure, Loading, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { useDiscrepancyAddress } from './address.ts';
import { type Row, type Severity, type State, severities, states } from './data.ts';
import { SeverityTag, StateTag } from './parts.tsx';
import { texts as both } from './texts.ts';

/** The discrepancies of the unit and all below it, the gravest open ones first. */
export function KeptView() {
  const phrases = usePhrases(both);
  const { unit } = useScope();
  const { search } = useDiscrepancyAddress();
  const navigate = useNavigate();
  const filters = {
    unit: unit.code,
    ...(search.state && { state: search.state }),
    ...(search.severity && { severity: search.severity }),
    ...(search.mine && { mine: true }),
  };
  const list = useQuery({ queryKey: ['discrepancies', filters], queryFn: () => api.discrepancies.list(filters) });
  const rows = list.data?.rows ?? [];
  const [current, setCurrent] = useState<number>();
  const move = (by: 1 | -1) => {
    if (rows.length === 0) return;
    const next = Math.min(Math.max((current ?? -1) + by, 0), rows.length - 1);
    setCurrent(next);
    document.getElementById(`kept-${rows[next]!.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const chosen = current === undefined ? undefined : rows[current];
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    enter: () =>
      chosen &&
      void navigate({ to: '/discrepancies/$id', params: { id: String(chosen.id) }, search: (old: object) => old }),
  });
  return (
    <>
      <KeptFilters />
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <Nothing title={phrases.none} hint={phrases.noneHint} />}
      {rows.length > 0 && (
        <ol className="findings">
          {rows.map((row, place) => (
            <KeptItem key={row.id} row={row} isCurrent={place === current} />
          ))}
        </ol>
      )}
      {list.data && (
        <p className="completeness" role="status">
          <strong>{phrases.total(rows.length, list.data.total)}</strong>
          <span>{unit.name}</span>
        </p>
      )}
    </>
  );
}

function KeptFilters() {
  const phrases = usePhrases(both);
  const { search, change } = useDiscrepancyAddress();
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <label className="choice">
        {phrases.filterState}
        <select
          value={search.state ?? ''}
          onChange={(event) => change({ state: (event.target.value || undefined) as State | undefined })}
        >
          <option value="">{phrases.all}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {phrases.state[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        {phrases.filterSeverity}
        <select
          value={search.severity ?? ''}
          onChange={(event) => change({ severity: (event.target.value || undefined) as Severity | undefined })}
        >
          <option value="">{phrases.all}</option>
          {severities.map((one) => (
            <option key={one} value={one}>
              {phrases.severity[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={search.mine === true}
          onChange={(event) => change({ mine: event.target.checked || undefined })}
        />
        {phrases.mine}
      </label>
    </form>
  );
}

function KeptItem({ row, isCurrent }: { readonly row: Row; readonly isCurrent: boolean }) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  return (
    <li className="finding" id={`kept-${row.id}`} {...(isCurrent && { 'data-current': true })}>
      <p className="marks">
        <SeverityTag severity={row.severity} />
        <StateTag state={row.state} />
        <Link to="/discrepancies/$id" params={{ id: String(row.id) }} search={((old: object) => old) as never}>
          #{row.id} {say(row.label)}
        </Link>
      </p>
      <p>{say(row.message)}</p>
      <p className="quiet">
        {phrases.sourceKind[row.source.kind]}：{row.source.title} · {row.unit.short} · {phrases.owner}{' '}
        {row.owner?.name ?? phrases.nobody} · {phrases.due} {row.due ?? phrases.noDue}
        {row.overdue && <strong> · {phrases.overdue}</strong>}
      </p>
    </li>
  );
}
