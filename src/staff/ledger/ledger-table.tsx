import { memo, type ReactNode, useCallback, useMemo, useRef } from 'react';
import type { Text } from '#kernel/text.ts';
import type { RecordRow } from '../api.ts';
import { Mark, type Status, StatusTag } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type ColumnName, type Kind, measuresOf } from './columns.ts';
import { follow } from './record-list.tsx';
import { type Sums, SumsRow } from './sums-row.tsx';
import { texts as phrases } from './texts.ts';

export interface Selection {
  readonly has: (id: number) => boolean;
  readonly toggle: (id: number) => void;
  /** Whether all rows shown are chosen, some, or none. */
  readonly shown: boolean | 'some';
  readonly toggleShown: () => void;
}

/** One column: its heading and what a row says in it. */
export interface Column {
  readonly key: string;
  readonly heading: ReactNode;
  /** Said before the value where there is no heading above it: on a card. */
  readonly label?: string;
  readonly numeric: boolean;
  readonly cell: (row: RecordRow) => ReactNode;
  /** The measure that the column is about. */
  readonly measure?: string;
}

/** The wide table of the ledger: heading, first columns and sums stay in sight while it scrolls in itself; on a phone, cards. */
export function LedgerTable({
  rows,
  columns: names,
  kind,
  current,
  open,
  selection,
  sums,
}: {
  readonly rows: readonly RecordRow[];
  readonly columns: readonly ColumnName[];
  readonly kind: Kind | undefined;
  readonly current: number | undefined;
  readonly open: (id: number) => void;
  readonly selection: Selection;
  readonly sums: Sums | undefined;
}) {
  const say = usePhrases(phrases);
  const columns = useColumns(names, kind);
  const openRow = useStable(open);
  const toggleRow = useStable(selection.toggle);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="ledger-scroll" aria-label={say.table} tabIndex={0}>
      <table className="ledger">
        <thead>
          <tr>
            <td className="pick">
              <input
                type="checkbox"
                aria-label={say.bulk.selectAll}
                checked={selection.shown === true}
                ref={(box) => {
                  if (box) box.indeterminate = selection.shown === 'some';
                }}
                onChange={selection.toggleShown}
              />
            </td>
            <th scope="col" className="title">
              {say.title}
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? 'numeric' : undefined}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              columns={columns}
              current={row.id === current}
              chosen={selection.has(row.id)}
              open={openRow}
              toggle={toggleRow}
            />
          ))}
        </tbody>
        {sums && <SumsRow sums={sums} columns={columns} />}
      </table>
    </section>
  );
}

/** Drawn anew only when something about this very row changes; a list may be a thousand rows long. */
const Row = memo(function Row({
  row,
  columns,
  current,
  chosen,
  open,
  toggle,
}: {
  readonly row: RecordRow;
  readonly columns: readonly Column[];
  readonly current: boolean;
  readonly chosen: boolean;
  readonly open: (id: number) => void;
  readonly toggle: (id: number) => void;
}) {
  const say = usePhrases(phrases);
  return (
    <tr data-current={current || undefined} data-chosen={chosen || undefined}>
      <td className="pick">
        <input
          type="checkbox"
          aria-label={say.bulk.select(row.title)}
          checked={chosen}
          onChange={() => toggle(row.id)}
        />
      </td>
      <th scope="row" className="title">
        <a href={`?record=${row.id}`} id={`record-${row.id}`} onClick={(event) => follow(event, () => open(row.id))}>
          {row.title}
        </a>
        {row.highlight && <Mark kind="highlight" />}
        {row.generated && <Mark kind="sample" />}
      </th>
      {columns.map((column) => (
        <td
          key={column.key}
          className={`${column.key}${column.numeric ? ' numeric' : ''}`}
          {...(column.label !== undefined && { 'data-label': column.label })}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
});

/** The same function for as long as the table stands, doing what it does now. */
function useStable<Argument>(act: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(act);
  latest.current = act;
  return useCallback((argument) => latest.current(argument), []);
}

function useColumns(names: readonly ColumnName[], kind: Kind | undefined): readonly Column[] {
  const { texts, language } = useTexts();
  const own = usePhrases(phrases);
  const { catalogue } = useScope();
  return useMemo(() => {
    const say = (text: Text) => text[language];
    const kinds = new Map(catalogue.kinds.map((one) => [one.code, one]));
    const mainClass = (row: RecordRow) => {
      const order = kinds.get(row.kind)?.classes.map((one) => one.family) ?? [];
      const [main] = row.classes.toSorted((left, right) => order.indexOf(left.family) - order.indexOf(right.family));
      return main && say(main.label);
    };
    const cells: Readonly<Record<ColumnName, (row: RecordRow) => ReactNode>> = {
      day: (row) => texts.dayRange(row.from, row.to),
      hosts: (row) => row.hosts.map((host) => host.short).join('、'),
      kind: (row) => say(kinds.get(row.kind)?.label ?? { zh: row.kind, en: row.kind }),
      class: (row) => mainClass(row),
      measures: (row) => row.measures.map((one) => `${one.value.toLocaleString()}${one.unit}`).join('，'),
      status: (row) => <StatusTag status={row.status as Status} />,
      people: (row) => row.people?.map((one) => one.name).join('、'),
      place: (row) => row.place,
    };
    return names.flatMap((name): Column[] => {
      if (name === 'measures' && kind) {
        return measuresOf(kind).map((measure) => ({
          key: measure.field,
          numeric: true,
          measure: measure.code,
          label: say(measure.label),
          heading: (
            <>
              {say(measure.label)}
              {measure.claimed && <small> {own.claimed}</small>}
            </>
          ),
          cell: (row) => {
            const found = row.measures.find((one) => one.code === measure.code);
            return found && `${found.value.toLocaleString()}${found.unit}`;
          },
        }));
      }
      return [{ key: name, numeric: false, heading: own.column[name], cell: cells[name] }];
    });
  }, [names, kind, catalogue, texts, language, own]);
}
