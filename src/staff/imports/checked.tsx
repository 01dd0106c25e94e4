import { Button, Modal } from 'antd';
import { useState } from 'react';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Mended, Preview, Sent } from './data.ts';
import { RefusedRows } from './refused-rows.tsx';
import { texts } from './texts.ts';

/** What the check found: counts that add up, problems by column, the rows with problems, and what may be done now. */
export function Checked({
  sent,
  sheet,
  seen,
  busy,
  check,
  take,
  restart,
}: {
  readonly sent: Sent;
  readonly sheet: string | undefined;
  readonly seen: Preview;
  readonly busy: boolean;
  readonly check: (sheet: string | undefined, mended: readonly Mended[]) => void;
  readonly take: (partly: boolean, mended: readonly Mended[]) => void;
  readonly restart: () => void;
}) {
  const t = usePhrases(texts);
  const { say } = useTexts();
  /** What has been checked with the table, and what has been written since. */
  const [mended, setMended] = useState<readonly Mended[]>([]);
  const [draft, setDraft] = useState<readonly Mended[]>([]);
  const [asking, setAsking] = useState(false);
  const { read, fresh, repeated, refused, skipped, unknown } = seen;
  const whole = refused === 0 && unknown.length === 0;
  const recheck = () => {
    const all = [...mended.filter((one) => !draft.some((other) => isSameCell(one, other))), ...draft];
    setMended(all);
    setDraft([]);
    check(sheet, all);
  };
  return (
    <>
      <p className="import-file">
        <strong>{sent.name}</strong> {seen.sheet !== '' && <span className="quiet">{seen.sheet}</span>}{' '}
        <Button size="small" disabled={busy} onClick={restart}>
          {t.again}
        </Button>
      </p>
      {sent.sheets.length > 1 && (
        <label className="choice import-sheet">
          <span>{t.sheet}</span>
          <select
            value={seen.sheet}
            disabled={busy}
            onChange={(event) => {
              setMended([]);
              setDraft([]);
              check(event.target.value, []);
            }}
          >
            {sent.sheets.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <dl className="import-counts" aria-label={t.counts(read)}>
        {(
          [
            [t.counts(read), undefined],
            [t.fresh, fresh],
            [t.repeated, repeated],
            [t.refused, refused],
            ...(skipped > 0 ? [[t.skipped, skipped] as const] : []),
          ] as const
        ).map(([label, count]) => (
          <div key={label} data-wrong={(label === t.refused && refused > 0) || undefined}>
            <dt>{label}</dt>
            {count !== undefined && <dd>{t.rows(count)}</dd>}
          </div>
        ))}
      </dl>
      {unknown.length > 0 && (
        <>
          <h2>{t.unknown}</h2>
          <ul>
            {unknown.map((one) => (
              <li key={one.place}>
                {one.place} {say(one.text)}
              </li>
            ))}
          </ul>
        </>
      )}
      {refused > 0 && (
        <>
          <Sorts seen={seen} />
          <h2>{t.problems}</h2>
          <p className="quiet">{t.problemsHint}</p>
          <RefusedRows seen={seen} mended={draft} mend={setDraft} busy={busy} />
          {seen.rows.length < refused && <p>{t.more(seen.rows.length, refused)}</p>}
          {fresh + repeated > 0 && <p className="quiet">{t.fine(fresh + repeated)}</p>}
        </>
      )}
      <div className="acts import-acts">
        {draft.length > 0 ? (
          <>
            <Button type="primary" disabled={busy} onClick={recheck}>
              {t.recheck}
            </Button>
            <span className="quiet">{t.mendedCount(draft.length)}</span>
          </>
        ) : (
          <>
            {whole && fresh > 0 && (
              <Button type="primary" disabled={busy} onClick={() => take(false, mended)}>
                {t.acceptAll(fresh)}
              </Button>
            )}
            {!whole && fresh > 0 && (
              <Button disabled={busy} onClick={() => setAsking(true)}>
                {t.acceptPartly(fresh)}
              </Button>
            )}
            {fresh === 0 && <span>{t.nothingFresh}</span>}
          </>
        )}
        {refused > 0 && (
          <a className="button-link" href={`/api/imports/uploads/${sent.upload}/refused.xlsx`}>
            {t.download}
          </a>
        )}
      </div>
      <Modal
        open={asking}
        title={t.partlyTitle}
        okText={t.acceptPartly(fresh)}
        cancelText={t.cancel}
        onCancel={() => setAsking(false)}
        onOk={() => {
          setAsking(false);
          take(true, mended);
        }}
      >
        <p>{t.partlyAsk(fresh, refused)}</p>
        {unknown.length > 0 && <p>{t.ignoreColumns}</p>}
      </Modal>
    </>
  );
}

/** Problems of one sort in one column, the most frequent first. */
function Sorts({ seen }: { readonly seen: Preview }) {
  const t = usePhrases(texts);
  const { say } = useTexts();
  return (
    <>
      <h2>{t.sorts}</h2>
      <div className="table-scroll">
        <table className="plain-table import-sorts">
          <thead>
            <tr>
              <th scope="col">{t.sortColumn}</th>
              <th scope="col" className="numeric">
                {t.sortRows}
              </th>
              <th scope="col">{t.wrong}</th>
            </tr>
          </thead>
          <tbody>
            {seen.sorts.slice(0, 30).map((one) => (
              <tr key={`${one.column} ${one.code}`}>
                <th scope="row">{one.column === null ? t.wholeRow : seen.headings[one.column]}</th>
                <td className="numeric">{one.rows}</td>
                <td>
                  {say(one.example)}{' '}
                  <span className="quiet">
                    （{t.sortFirst} {t.rowNumber(one.first)}）
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function isSameCell(one: Mended, other: Mended): boolean {
  return one.row === other.row && one.column === other.column;
}
