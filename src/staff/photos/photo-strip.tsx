import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { Failure, momentText } from '../parts.tsx';
import { usePhrases } from '../texts/texts.tsx';
import './photos.css';
import { texts } from './texts.ts';

type Photo = Awaited<ReturnType<typeof api.photos.list>>['photos'][number];

/** The photos of a record in a row; one opens large, the others a key away. Says so where there are none. */
export function PhotoStrip({ record }: { readonly record: number }) {
  const phrases = usePhrases(texts);
  const found = useQuery({ queryKey: ['record', record, 'photos'], queryFn: () => api.photos.list({ id: record }) });
  const [open, setOpen] = useState<number>();
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const photos = found.data?.photos ?? [];
  const shown = open === undefined ? undefined : photos[open];
  return (
    <section aria-label={phrases.title(photos.length)}>
      <h3>{phrases.title(photos.length)}</h3>
      {found.data && photos.length === 0 && <p className="quiet">{phrases.none}</p>}
      <ul className="photo-strip">
        {photos.map((photo, index) => (
          <li key={photo.id}>
            <button type="button" aria-label={phrases.open(index + 1, photos.length)} onClick={() => setOpen(index)}>
              <img src={photo.small} alt={photo.caption || phrases.photo(index + 1)} loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && shown && (
        <LargePhoto photo={shown} at={open} of={photos.length} go={setOpen} close={() => setOpen(undefined)} />
      )}
    </section>
  );
}

function LargePhoto({
  photo,
  at,
  of,
  go,
  close,
}: {
  readonly photo: Photo;
  readonly at: number;
  readonly of: number;
  readonly go: (index: number) => void;
  readonly close: () => void;
}) {
  const phrases = usePhrases(texts);
  const step = (by: number) => go((at + by + of) % of);
  useEffect(() => {
    const turn = ({ key }: KeyboardEvent) => {
      if (key === 'ArrowLeft') step(-1);
      if (key === 'ArrowRight') step(1);
    };
    addEventListener('keydown', turn);
    return () => removeEventListener('keydown', turn);
  });
  return (
    <Modal
      open
      title={phrases.of(at + 1, of)}
      onCancel={close}
      width="min(960px, 96vw)"
      footer={
        <div className="photo-ways">
          <a href={photo.full} target="_blank" rel="noreferrer">
            {phrases.original}
          </a>
          {of > 1 && (
            <span>
              <Button onClick={() => step(-1)}>{phrases.before}</Button>{' '}
              <Button onClick={() => step(1)}>{phrases.next}</Button>
            </span>
          )}
        </div>
      }
    >
      <figure className="photo-large">
        <img src={photo.full} width={photo.width} height={photo.height} alt={photo.caption || phrases.photo(at + 1)} />
        <figcaption>
          {photo.caption}{' '}
          <span className="quiet">{phrases.sent(photo.by ?? phrases.someone, momentText(photo.at))}</span>
        </figcaption>
      </figure>
    </Modal>
  );
}
