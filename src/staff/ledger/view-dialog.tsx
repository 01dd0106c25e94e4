import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { api, sentences } from '../api.ts';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type LedgerView, viewOf } from './ledger-search.ts';
import { texts as phrases } from './texts.ts';

/** Names a view of what the ledger shows now, and says who may use it; for one that exists, changes both. */
export function ViewDialog({
  view,
  close,
  saved,
}: {
  readonly view: LedgerView | undefined;
  readonly close: () => void;
  readonly saved: (id: number, name: string) => void;
}) {
  const { texts, language } = useTexts();
  const say = usePhrases(phrases);
  const { me, unit, window } = useScope();
  const { search } = useAddress();
  const [name, setName] = useState(view?.name ?? '');
  const [sharedTo, setSharedTo] = useState(view?.sharedTo?.code ?? '');
  const [withScope, setWithScope] = useState(view?.search.unit !== undefined);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  // Who verifies somewhere may share with that unit, and with the unit in view when it lies below.
  const verifying = me.posts
    .filter((post) => post.role === 'clerk' || post.role === 'secretary')
    .map((post) => post.unit);
  const known = view?.sharedTo ? [view.sharedTo] : [];
  const units =
    verifying.length === 0
      ? []
      : [...new Map([...verifying, unit, ...known].map((one) => [one.code, one.name])).entries()];
  const save = async () => {
    if (name.trim() === '') return setProblems([say.views.nameMissing]);
    setBusy(true);
    const content = {
      name: name.trim(),
      search: viewOf(search, withScope ? { unit: unit.code, window } : undefined),
      sharedTo: sharedTo || null,
    };
    try {
      const { id } = view ? { id: view.id } : await api.views.create(content);
      if (view) await api.views.change({ id, ...content, search: { ...view.search } });
      saved(id, content.name);
    } catch (error) {
      setProblems(sentences(error, language));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={view ? say.views.manage : say.views.save}
      okText={say.views.ok}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ loading: busy }}
      onOk={() => void save()}
      onCancel={close}
    >
      <form
        className="view-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {problems.length > 0 && <Alert type="error" showIcon title={problems.join('；')} />}
        <label htmlFor="view-name">{say.views.name}</label>
        <Input id="view-name" autoFocus maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
        {units.length > 0 && (
          <label className="choice">
            {say.views.share}
            <select value={sharedTo} onChange={(event) => setSharedTo(event.target.value)}>
              <option value="">{say.views.onlyMe}</option>
              {units.map(([code, named]) => (
                <option key={code} value={code}>
                  {say.views.shareTo(named)}
                </option>
              ))}
            </select>
          </label>
        )}
        {!view && (
          <label className="check">
            <input type="checkbox" checked={withScope} onChange={(event) => setWithScope(event.target.checked)} />
            {say.views.withScope}
          </label>
        )}
      </form>
    </Modal>
  );
}
