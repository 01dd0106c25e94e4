import { Modal } from 'antd';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

/** The keys of the queue, in a table. */
export function KeysHelp({ close }: { readonly close: () => void }) {
  const say = usePhrases(phrases);
  const { texts } = useTexts();
  return (
    <Modal open title={say.keysTitle} footer={null} onCancel={close} closable={{ 'aria-label': texts.close }}>
      <table className="keys-table">
        <thead>
          <tr>
            <th scope="col">{say.keyName}</th>
            <th scope="col">{say.keyDoes}</th>
          </tr>
        </thead>
        <tbody>
          {say.keyList.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
