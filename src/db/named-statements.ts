import { createHash } from 'node:crypto';
import type pg from 'pg';

const mostNames = 400;

/** Stands at the beginning of a statement whose plan is good for whoever asks, such as an insert. */
export const plannedOnce = '/* planned once */';

/**
 * Makes a client name its statements, all or those that begin with `plannedOnce`, so that PostgreSQL plans each text once a
 * connection instead of at every call: planning costs more than running where row level security adds its conditions. Texts
 * beyond the bound go unnamed.
 */
export function nameStatements(client: pg.PoolClient, which: 'all' | 'planned once'): void {
  const names = new Map<string, string>();
  const plain = client.query.bind(client) as (...input: readonly unknown[]) => unknown;
  const named = (first: unknown, ...rest: readonly unknown[]): unknown => {
    const isStatement = typeof first === 'string' && Array.isArray(rest[0]);
    const name = isStatement && (which === 'all' || first.startsWith(plannedOnce)) ? nameOf(first, names) : undefined;
    return name === undefined ? plain(first, ...rest) : plain({ text: first, values: rest[0], name }, ...rest.slice(1));
  };
  client.query = named as typeof client.query;
}

function nameOf(text: string, names: Map<string, string>): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
  names.set(text, name);
  return name;
}
