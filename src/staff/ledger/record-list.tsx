import type { MouseEvent, ReactNode } from 'react';
import type { RecordRow } from '../api.ts';
import { Mark, StatusTag } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useTexts } from '../texts/texts.tsx';

/** The rows of a list of records: a table at a desk, cards on a phone. Each title opens its record. */
export function RecordList({
  rows,
  open,
  current,
  extra,
}: {
  readonly rows: readonly RecordRow[];
  readonly open: (id: number) => void;
  /** The row that the keyboard stands on. */
  readonly current?: number | undefined;
  readonly extra?: { readonly title: string; readonly cell: (row: RecordRow) => ReactNode };
}) {
  const { texts, say } = useTexts();
  const { catalogue } = useScope();
  const kindLabel = (code: string) =>
    catalogue.kinds.find((kind) => kind.code === code)?.label ?? { zh: code, en: code };
  return (
    <table className="records">
      <caption className="visually-hidden">{texts.ledger.list}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.ledger.day}</th>
          <th scope="col">{texts.ledger.kind}</th>
          <th scope="col">{texts.ledger.name}</th>
          <th scope="col">{texts.ledger.host}</th>
          <th scope="col">{extra?.title ?? texts.ledger.measures}</th>
          <th scope="col">{texts.ledger.status}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-current={row.id === current || undefined}>
            <td className="day">{texts.dayRange(row.from, row.to)}</td>
            <td className="kind">{say(kindLabel(row.kind))}</td>
            <td className="title">
              <a
                href={`?record=${row.id}`}
                id={`record-${row.id}`}
                onClick={(event: MouseEvent) => follow(event, () => open(row.id))}
              >
                {row.title}
              </a>
              {row.highlight && <Mark kind="highlight" />}
              {row.generated && <Mark kind="sample" />}
            </td>
            <td className="host">{row.hosts.map((host) => host.short).join('、')}</td>
            <td className="measures">
              {extra
                ? extra.cell(row)
                : row.measures.map((one) => `${one.value.toLocaleString()}${one.unit}`).join('，')}
            </td>
            <td className="status">
              <StatusTag status={row.status} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A plain click is ours; with a key held the browser opens a new tab as always. */
export function follow(event: MouseEvent, act: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  act();
}
