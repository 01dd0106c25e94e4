import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { api, queries, sentences } from '../api.ts';
import { Failure, Loading, momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';

/** Where one is signed in, in words; each but this one can be ended. */
export function Devices() {
  const t = usePhrases(texts).devices;
  const { texts: common, language } = useTexts();
  const { modal, message } = App.useApp();
  const list = useQuery({ queryKey: ['sessions'], queryFn: () => api.session.list() });
  const act = async (work: () => Promise<string>) => {
    try {
      void message.success(await work());
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  const end = (handle: string) =>
    act(async () => {
      await api.session.end({ handle });
      return t.ended;
    });
  const endOthers = () =>
    modal.confirm({
      title: t.endOthersAsk,
      content: t.endOthersTell,
      okText: t.endOthers,
      cancelText: common.cancel,
      icon: null,
      onOk: () => act(async () => t.endedOthers((await api.session.endOthers()).ended)),
    });
  return (
    <section className="card" aria-labelledby="devices">
      <h2 id="devices">{t.title}</h2>
      <p className="quiet">{t.lead}</p>
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <>
          <ul className="devices">
            {list.data.sessions.map((one) => {
              const device = one.device === '' ? t.unknown : one.device;
              return (
                <li key={one.handle}>
                  <div>
                    <strong>{device}</strong> {one.current && <span className="tag tag-verified">{t.current}</span>}
                    <br />
                    <span className="quiet">
                      {t.seen(momentText(one.seenAt))} · {t.began(momentText(one.createdAt))}
                    </span>
                  </div>
                  {!one.current && (
                    <Button onClick={() => void end(one.handle)} aria-label={t.endName(device)}>
                      {t.end}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
          <p className="quiet" role="status">
            {t.count(list.data.sessions.length)}
          </p>
          {list.data.sessions.length > 1 && <Button onClick={() => endOthers()}>{t.endOthers}</Button>}
        </>
      )}
    </section>
  );
}
