import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { api, type Edition, queries, sentences } from './api.ts';
import { Failure, Loading, momentText, Nothing } from './parts.tsx';
import { useTexts } from './texts/texts.tsx';

/** Frozen summaries with their hashes and files. */
export function Editions() {
  const { texts } = useTexts();
  const editions = useQuery({ queryKey: ['editions'], queryFn: () => api.summaries.editions() });
  if (editions.isPending) return <Loading />;
  if (editions.error) return <Failure error={editions.error} retry={() => void editions.refetch()} />;
  return (
    <>
      <h1>{texts.editions.title}</h1>
      <p className="quiet">{texts.editions.lead}</p>
      {editions.data.editions.length === 0 ? (
        <Nothing title={texts.editions.empty} hint={texts.editions.emptyHint} />
      ) : (
        <ul className="editions">
          {editions.data.editions.map((edition) => (
            <EditionCard key={edition.code} edition={edition} />
          ))}
        </ul>
      )}
    </>
  );
}

function EditionCard({ edition }: { readonly edition: Edition }) {
  const { texts } = useTexts();
  return (
    <li className="edition">
      <div className="head">
        <h2>{edition.title}</h2>
        {edition.mayPublish && <Publish edition={edition} />}
      </div>
      <p className="marks">
        <span className={`tag ${edition.publishedAt ? 'tag-verified' : 'tag-draft'}`}>
          {edition.publishedAt ? texts.editions.published : texts.editions.notPublished}
        </span>
        <span className="quiet">
          {texts.editions.code} {edition.code} · {edition.unit.name} · {texts.editions.frozen}{' '}
          {momentText(edition.frozenAt)}
          {edition.frozenBy && ` · ${edition.frozenBy}`}
          {edition.publishedAt && ` · ${texts.editions.published} ${momentText(edition.publishedAt)}`}
        </span>
      </p>
      <p className="hash">
        <span className="quiet">{texts.editions.hash}</span> <code>{edition.sha256}</code>
      </p>
      <p className="marks">
        <span className="quiet">{texts.editions.download}</span>
        {edition.files.map((format) => (
          <a
            key={format}
            href={`/api/editions/${encodeURIComponent(edition.code)}/files/${format}`}
            aria-label={`${texts.editions.download} ${edition.title} ${format.toUpperCase()}`}
          >
            {format.toUpperCase()}
          </a>
        ))}
      </p>
    </li>
  );
}

function Publish({ edition }: { readonly edition: Edition }) {
  const { texts, language } = useTexts();
  const { modal, message } = App.useApp();
  const publish = async () => {
    try {
      await api.summaries.publish({ code: edition.code });
      void message.success(texts.editions.publishDone);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
    await queries.invalidateQueries({ queryKey: ['editions'] });
  };
  const ask = () =>
    modal.confirm({
      title: texts.editions.publishAsk,
      content: (
        <>
          <p>
            <strong>{edition.title}</strong>
          </p>
          <p>{texts.editions.publishTell}</p>
        </>
      ),
      okText: texts.editions.publish,
      cancelText: texts.cancel,
      icon: null,
      onOk: publish,
    });
  return <Button onClick={() => ask()}>{texts.editions.publish}</Button>;
}
