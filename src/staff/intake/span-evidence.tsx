import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { texts as both } from './texts.ts';
import './intake.css';

/** The words of documents that a record was taken from. Shows nothing when there are none. */
export function SpanEvidence({ id }: { readonly id: number }) {
  const say = usePhrases(both);
  const found = useQuery({ queryKey: ['record', id, 'sources'], queryFn: () => api.intake.sources({ id }) });
  const sources = found.data?.sources ?? [];
  if (sources.length === 0) return null;
  return (
    <section aria-label={say.sources}>
      <h3>{say.sources}</h3>
      {sources.map((one) => (
        <figure key={one.id} className="span-evidence">
          <blockquote className="intake-quote" lang="zh-CN">
            {one.quote}
          </blockquote>
          <figcaption className="quiet">
            {one.opens ? (
              <Link
                to="/intake/$id"
                params={{ id: String(one.document) }}
                search={((old: object) => ({ ...old, record: undefined, item: one.item })) as never}
              >
                {one.name}
              </Link>
            ) : (
              one.name
            )}{' '}
            · {say.sourceBy(one.by, momentText(one.at))}
          </figcaption>
        </figure>
      ))}
    </section>
  );
}
