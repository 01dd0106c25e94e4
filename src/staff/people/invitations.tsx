import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { api, queries, sentences } from '../api.ts';
import { Failure, momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';

type Row = Awaited<ReturnType<typeof api.accounts.invitations>>['rows'][number];

/** Invitations and password links that nobody has used yet; each can be taken back. */
export function OpenLinks() {
  const { open: t, until } = usePhrases(texts);
  const { texts: common, language, say } = useTexts();
  const { modal, message } = App.useApp();
  const list = useQuery({ queryKey: ['accounts', 'invitations'], queryFn: () => api.accounts.invitations() });
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (!list.data || list.data.rows.length === 0) return null;
  const revoke = async (row: Row) => {
    try {
      await api.accounts.revoke({ id: row.id });
      void message.success(t.revoked);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
    await queries.invalidateQueries({ queryKey: ['accounts'] });
  };
  const ask = (row: Row) =>
    modal.confirm({
      title: t.revokeAsk(row.name),
      content: t.revokeTell,
      okText: t.revoke,
      cancelText: common.cancel,
      icon: null,
      onOk: () => revoke(row),
    });
  return (
    <section className="card" aria-labelledby="open-links" style={{ maxWidth: 'none' }}>
      <h2 id="open-links">{t.title}</h2>
      <ul className="links">
        {list.data.rows.map((row) => (
          <li key={row.id}>
            <div>
              <strong>{row.name}</strong> <span className="tag tag-submitted">{t[row.kind]}</span>
              {row.unit && row.label && ` ${row.unit.short} · ${say(row.label)}`}
              {row.from && <span className="quiet"> {until(row.from, row.to)}</span>}
              <br />
              <span className="quiet">{t.by(row.by, momentText(row.expiresAt))}</span>
            </div>
            <Button onClick={() => ask(row)} aria-label={t.revokeName(row.name)}>
              {t.revoke}
            </Button>
          </li>
        ))}
      </ul>
      <p className="quiet">{t.count(list.data.rows.length)}</p>
    </section>
  );
}
