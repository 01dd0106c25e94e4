import { createHash } from 'node:crypto';
import type pg from 'pg';

const mostNames = 400;

/**
 * Makes a client name its statements, so that PostgreSQL plans each text once a connection instead of at every call:
 * planning costs more than running where row level security adds its conditions. Texts beyond the bound go unnamed.
 */
export function nameStatements(client: pg.PoolClient): void {
  const names = new Map<string, string>();
  const plain = client.query.bind(client) as (...input: readonly unknown[]) => unknown;
  const named = (first: unknown, ...rest: readonly unknown[]): unknown => {
    const name = typeof first === 'string' && Array.isArray(rest[0]) ? nameOf(first, names) : undefined;
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
