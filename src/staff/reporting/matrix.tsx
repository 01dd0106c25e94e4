import { Link } from '@tanstack/react-router';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type Cell, isOpenCell, type Matrix, type Row, shortDay } from './data.ts';
import { texts as both } from './texts.ts';

/** Units by sections; every cell says in words what it means and opens. Cards on a phone. */
export function MatrixTable({
  matrix,
  rows,
  root,
  picked,
  pick,
  open,
}: {
  readonly matrix: Matrix;
  readonly rows: readonly Row[];
  /** The unit whose row stands for everything under it. */
  readonly root: string;
  readonly picked: readonly string[];
  readonly pick: (unit: string, on: boolean) => void;
  readonly open: (unit: string, section: string) => void;
}) {
  const phrases = usePhrases(both);
  const { texts } = useTexts();
  const { sections, period } = matrix;
  const main = `${period.window.from}..${period.window.to}`;
  return (
    // The table scrolls inside itself; who uses the keyboard scrolls it there.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable
    <section className="matrix-scroll" tabIndex={0} aria-label={phrases.title}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{phrases.unit}</th>
            {sections.map((section) => (
              <th key={section.code} scope="col">
                {section.short}
                {(section.windows.some((window) => `${window.from}..${window.to}` !== main) ? section.windows : []).map(
                  (window) => (
                    <small key={window.from + window.to}>
                      {texts.dayRange(window.from.slice(2), window.to.slice(2))}
                    </small>
                  ),
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.unit.code} data-root={row.unit.code === root || undefined}>
              <th scope="row">
                <UnitHead row={row} root={root} picked={picked.includes(row.unit.code)} pick={pick} />
              </th>
              {row.cells.map((cell, place) => (
                <td key={cell.section}>
                  <button
                    type="button"
                    className={`cell cell-${isOpenCell(cell) && cell.overdue ? 'overdue' : cell.state}`}
                    onClick={() => open(row.unit.code, cell.section)}
                  >
                    <span className="cell-section">{sections[place]!.short}</span>
                    <CellWords cell={cell} isTotal={row.unit.code === root && !cell.asked} />
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function UnitHead({
  row,
  root,
  picked,
  pick,
}: {
  readonly row: Row;
  readonly root: string;
  readonly picked: boolean;
  readonly pick: (unit: string, on: boolean) => void;
}) {
  const phrases = usePhrases(both);
  const { units } = useScope();
  const { search } = useAddress();
  const { unit } = row;
  const missing = row.cells.filter(isOpenCell).length;
  const asked = row.cells.some((cell) => cell.asked);
  const isRoot = unit.code === root;
  const reachable = units.some((one) => one.code === unit.code);
  return (
    <>
      <span className="unit-head">
        {!row.complete && row.may.remind && (
          <input
            type="checkbox"
            checked={picked}
            onChange={(event) => pick(unit.code, event.target.checked)}
            aria-label={phrases.pick(unit.short)}
          />
        )}
        {row.below > 0 && !isRoot && reachable ? (
          <Link to="/reporting" search={{ ...search, unit: unit.code }} title={phrases.below}>
            {unit.short}
          </Link>
        ) : (
          <span>{unit.short}</span>
        )}
      </span>
      <small>
        {[
          ...(isRoot && row.below > 0 ? [phrases.self] : []),
          ...(missing > 0 ? [phrases.lacks(missing)] : asked ? [phrases.complete] : []),
        ].join(' · ')}
      </small>
    </>
  );
}

/** Blank and zero differ in words: nobody said anything, or somebody stated that there is nothing. */
function CellWords({ cell, isTotal }: { readonly cell: Cell; readonly isTotal: boolean }) {
  const { cell: words } = usePhrases(both);
  const { verified, submitted, returned, late } = cell;
  const lines: string[] = [];
  if (verified > 0) lines.push(words.reported(verified));
  if (submitted > 0) lines.push(verified > 0 ? words.also(submitted) : words.waiting(submitted));
  if (returned > 0) lines.push(words.returned(returned));
  if (lines.length === 0 && isTotal && cell.state === 'not_asked') lines.push(words.none);
  if (lines.length === 0)
    lines.push(cell.overdue ? words.overdue : words[cell.state as 'nothing' | 'blank' | 'not_asked']);
  if (late > 0) lines.push(words.late(late));
  if (cell.contradicted) lines.push(words.contradicted);
  if (isOpenCell(cell) && cell.reminded) lines.push(words.reminded(shortDay(cell.reminded.at)));
  return lines.map((line, place) => (place === 0 ? <b key={line}>{line}</b> : <small key={line}>{line}</small>));
}
