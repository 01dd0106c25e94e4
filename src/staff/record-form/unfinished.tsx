import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api, queries, sentences } from '../api.ts';
import { withoutRecord } from '../ledger/ledger-search.ts';
import { Failure, momentText } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

/** The forms that one has left unfinished, wherever they were begun. */
export function Unfinished() {
  const { say: text, language } = useTexts();
  const say = usePhrases(phrases);
  const { catalogue } = useScope();
  const { search } = useAddress();
  const { message, notification } = App.useApp();
  const found = useQuery({ queryKey: ['copies'], queryFn: () => api.forms.copies({}) });
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const copies = found.data?.copies ?? [];
  if (copies.length === 0) return null;
  const refresh = () => queries.invalidateQueries({ queryKey: ['copies'] });
  const drop = async (key: string) => {
    try {
      const { copy } = await api.forms.copy({ key });
      await api.forms.drop({ key });
      const undo = () => {
        notification.destroy(key);
        if (!copy) return;
        const { content, record, base } = copy;
        const change = record !== null && base !== null ? { change: { record, base } } : {};
        void api.forms.keep({ key, content, seen: 0, ...change }).then(refresh);
      };
      notification.info({ key, title: say.dropped, actions: <Button onClick={undo}>{say.undo}</Button>, duration: 20 });
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    }
    await refresh();
  };
  const place = withoutRecord(search);
  return (
    <section aria-labelledby="unfinished">
      <h2 id="unfinished">{say.unfinished}</h2>
      <p className="quiet">{say.unfinishedLead}</p>
      <ul className="unfinished">
        {copies.map((copy) => {
          const kind = catalogue.kinds.find((one) => one.code === copy.kind);
          const what = copy.title || say.untitled;
          return (
            <li key={copy.key}>
              <span>
                <strong>{what}</strong>
                <span className="quiet">
                  {' '}
                  {copy.record === null ? kind && text(kind.label) : say.ofRecord(copy.record)} · {momentText(copy.at)}
                </span>
              </span>
              <span className="form-buttons">
                {copy.record === null ? (
                  <Link
                    className="button-link"
                    to="/records/new"
                    search={{ ...place, kind: copy.kind, draft: copy.key }}
                    aria-label={`${say.resume}：${what}`}
                  >
                    {say.resume}
                  </Link>
                ) : (
                  <Link
                    className="button-link"
                    to="/records/$id/edit"
                    params={{ id: String(copy.record) }}
                    search={place}
                    aria-label={`${say.resume}：${what}`}
                  >
                    {say.resume}
                  </Link>
                )}
                <Button type="text" onClick={() => void drop(copy.key)} aria-label={`${say.drop}：${what}`}>
                  {say.drop}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
