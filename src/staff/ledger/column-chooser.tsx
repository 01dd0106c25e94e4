import { Button, Popover } from 'antd';
import { useAddress } from '../search.ts';
import { usePhrases } from '../texts/texts.tsx';
import { columnNames, readColumns, writeColumns } from './columns.ts';
import { texts as phrases } from './texts.ts';

/** Which columns the table shows; kept in the address, and with a view that is saved from it. */
export function ColumnChooser() {
  const say = usePhrases(phrases);
  const { search, change } = useAddress();
  const shown = readColumns(search.columns, undefined);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <fieldset className="column-chooser">
          <legend>{say.columnsTitle}</legend>
          {columnNames.map((name) => (
            <label key={name} className="check">
              <input
                type="checkbox"
                checked={shown.includes(name)}
                onChange={(event) =>
                  change({
                    columns: writeColumns(
                      columnNames.filter((one) => (one === name ? event.target.checked : shown.includes(one))),
                    ),
                  })
                }
              />
              {say.column[name]}
            </label>
          ))}
        </fieldset>
      }
    >
      <Button>{say.columns}</Button>
    </Popover>
  );
}
