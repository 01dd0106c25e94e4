import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { usePhrases } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';
import './queue.css';

/** The photos of a record, each opening in full. Shows nothing when there are none. */
export function RecordPhotos({ id }: { readonly id: number }) {
  const say = usePhrases(phrases);
  const found = useQuery({ queryKey: ['record', id, 'photos'], queryFn: () => api.photos.list({ id }) });
  const photos = found.data?.photos ?? [];
  if (photos.length === 0) return null;
  return (
    <>
      <h3>{say.photos}</h3>
      <ul className="record-photos">
        {photos.map((one, index) => (
          <li key={one.id}>
            <figure>
              <a href={one.full} target="_blank" rel="noreferrer">
                <img src={one.small} alt={one.caption || say.photo(index + 1)} loading="lazy" />
              </a>
              {one.caption !== '' && <figcaption>{one.caption}</figcaption>}
            </figure>
          </li>
        ))}
      </ul>
    </>
  );
}
