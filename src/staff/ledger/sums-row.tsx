import type { Client } from '#http/contract/contract.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Column } from './ledger-table.tsx';
import { texts as phrases } from './texts.ts';

export type Sums = Awaited<ReturnType<Client['records']['sums']>>;

/** What all pages come to. Of one kind each measure stands under its column; of several, kind by kind in words. */
export function SumsRow({ sums, columns }: { readonly sums: Sums; readonly columns: readonly Column[] }) {
  const { texts } = useTexts();
  const say = usePhrases(phrases);
  const records = sums.kinds.reduce((all, one) => all + one.records, 0);
  const label = records === 0 ? say.noSums : say.sums(records, texts.status[sums.status]);
  const byMeasure = columns.some((column) => column.measure !== undefined);
  const totals = new Map(sums.kinds.flatMap((kind) => kind.measures.map((one) => [one.code, one])));
  return (
    <tfoot>
      <tr>
        <td className="pick" />
        <th scope="row" className="title">
          {label}
        </th>
        {byMeasure ? (
          columns.map((column) => {
            const total = column.measure === undefined ? undefined : totals.get(column.measure);
            return (
              <td
                key={column.key}
                className={total ? 'numeric' : 'blank'}
                {...(column.label !== undefined && { 'data-label': column.label })}
              >
                {total && `${total.value.toLocaleString()}${total.unit}`}
              </td>
            );
          })
        ) : (
          <td colSpan={Math.max(columns.length, 1)} className="sums">
            <SumsByKind sums={sums} />
          </td>
        )}
      </tr>
    </tfoot>
  );
}

function SumsByKind({ sums }: { readonly sums: Sums }) {
  const { say: text } = useTexts();
  const say = usePhrases(phrases);
  return (
    <ul>
      {sums.kinds.map((one) => (
        <li key={one.kind}>{say.bulk.sum(text(one.label), one.records, measuresText(one.measures))}</li>
      ))}
    </ul>
  );
}

/** 3场，120人次 */
export function measuresText(measures: Sums['kinds'][number]['measures']): string {
  return measures.map((one) => `${one.value.toLocaleString()}${one.unit}`).join('，');
}
