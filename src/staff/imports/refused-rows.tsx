import { usePhrases, useTexts } from '../texts/texts.tsx';
import { address, type Mended, type Preview } from './data.ts';
import { texts } from './texts.ts';

/** Rows with problems, a line a problem: where, what stands there and may be mended, what is wrong and how to put it right. */
export function RefusedRows({
  seen,
  mended,
  mend,
  busy,
}: {
  readonly seen: Pick<Preview, 'rows' | 'headings'>;
  readonly mended?: readonly Mended[];
  readonly mend?: (to: readonly Mended[]) => void;
  readonly busy?: boolean;
}) {
  const t = usePhrases(texts);
  const { say } = useTexts();
  const write = (row: number, column: number, text: string, before: string) => {
    const others = (mended ?? []).filter((one) => one.row !== row || one.column !== column);
    mend?.(text === before ? others : [...others, { row, column, text }]);
  };
  return (
    <div className="table-scroll">
      <table className="records import-rows">
        <thead>
          <tr>
            <th scope="col">{t.cell}</th>
            <th scope="col">{t.said}</th>
            <th scope="col">{t.wrong}</th>
          </tr>
        </thead>
        <tbody>
          {seen.rows.flatMap(({ row, cells, problems }) =>
            problems.map((one, index) => {
              const { column } = one;
              const said = column === undefined ? '' : (cells[column] ?? '');
              const place = column === undefined ? t.rowNumber(row) : address(column, row);
              const now = mended?.find((other) => other.row === row && other.column === column)?.text ?? said;
              const cut = said.endsWith('…') || said.includes('\n');
              return (
                <tr key={`${row} ${one.code} ${column ?? index}`} data-first={index === 0 || undefined}>
                  <td className="import-cell">
                    <strong>{place}</strong>
                    {column !== undefined && <span className="quiet">{seen.headings[column]}</span>}
                  </td>
                  <td className="import-said">
                    {mend && column !== undefined && !cut ? (
                      <input
                        type="text"
                        aria-label={t.mendCell(place)}
                        value={now}
                        maxLength={5000}
                        disabled={busy}
                        data-mended={now !== said || undefined}
                        onChange={(event) => write(row, column, event.target.value, said)}
                      />
                    ) : (
                      said
                    )}
                  </td>
                  <td>{say(one.text)}</td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
    </div>
  );
}
