import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api.ts';
import { StatusTag } from '../parts.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

/** Records with messages that the reader has not seen, wherever these records are now. */
export function Conversations() {
  const say = usePhrases(phrases);
  const found = useQuery({ queryKey: ['conversations'], queryFn: () => api.verification.conversations({}) });
  const records = found.data?.records ?? [];
  if (records.length === 0) return null;
  return (
    <details className="conversations">
      <summary>{say.conversations(records.length)}</summary>
      <ul>
        {records.map((one) => (
          <li key={one.id}>
            <StatusTag status={one.status} />{' '}
            <Link to="/ledger" search={(old: object) => ({ ...old, record: one.id, always: true }) as never}>
              {one.title}
            </Link>{' '}
            <span className="quiet">{say.says(one.last.by, one.last.text.slice(0, 60))}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
