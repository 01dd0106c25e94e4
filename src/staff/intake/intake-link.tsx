import { Link } from '@tanstack/react-router';
import { usePhrases } from '../texts/texts.tsx';
import { texts as both } from './texts.ts';

/** The way from a list of records to where documents are taken in, for the same unit and window. */
export function IntakeLink() {
  const say = usePhrases(both);
  return (
    <Link
      className="button-link"
      to="/intake"
      search={
        ((old: { unit?: string; window?: string }) => ({
          ...(old.unit !== undefined && { unit: old.unit }),
          ...(old.window !== undefined && { window: old.window }),
        })) as never
      }
    >
      {say.open}
    </Link>
  );
}
