import { sql } from 'kysely';
import type { Db } from '#db/open.ts';
import { refuse } from '#kernel/problem.ts';

/** Seals entries into the chain, oldest first. Returns how many. */
export async function sealAudit(db: Db, most = 5000): Promise<number> {
  const { rows } = await sql<{ sealed: number }>`SELECT seal_audit(${most}) AS sealed`.execute(db);
  return rows[0]!.sealed;
}

export interface ChainFault {
  readonly seq: number;
  /** `unarchived`: the chain begins after the first entry, and no entry says that the ones before are in a file. */
  readonly fault: 'changed' | 'missing' | 'cut_off' | 'unarchived' | 'not_as_noted';
}

/** An end of the chain, written down elsewhere. */
export interface NotedEnd {
  readonly seq: number;
  readonly hash: string;
}

export interface ChainReport {
  /** Entries in the database, and of these what stood in the chain and was looked at. */
  readonly entries: number;
  readonly checked: number;
  /** The chain's end, to be written down elsewhere: a chain with this end is whole. */
  readonly head: NotedEnd;
  /** Place of the last entry that went into a file; 0 when none has. */
  readonly archived: number;
  readonly faults: readonly ChainFault[];
}

const piece = 20_000;
const mostFaults = 100;

/**
 * Walks the whole chain, a piece at a time: every entry's hash is computed again from its content and the hash before it.
 * Finds entries that were changed, taken out, cut off at the end, or taken out at the beginning without an entry that says
 * so. With `noted`, an end that was written down earlier, a chain that was forged as a whole since is found as well. `tell`
 * hears how far it is. Raises ProblemError for a noted end that is archived.
 */
export async function verifyAudit(
  db: Db,
  {
    noted,
    tell,
  }: { readonly noted?: NotedEnd | undefined; readonly tell?: (checked: number, of: number) => void } = {},
): Promise<ChainReport> {
  while ((await sealAudit(db)) > 0);
  const { base, head, entries, marked } = await readEnds(db);
  if (noted && noted.seq < base.seq)
    refuse(
      'noted_archived',
      {
        zh: `第 ${noted.seq} 条已经归档，请在归档文件里核对它`,
        en: `entry ${noted.seq} is archived; look for it in the archive's file`,
      },
      '--noted',
    );
  const faults: ChainFault[] = [];
  if (noted?.seq === base.seq && noted.hash !== base.hash) faults.push({ seq: noted.seq, fault: 'not_as_noted' });
  if (base.seq > 0 && !marked) faults.push({ seq: base.seq + 1, fault: 'unarchived' });
  let last: NotedEnd = base;
  let checked = 0;
  for (let from = base.seq; from < head.seq; from += piece) {
    const walked = await walk(db, last, from, Math.min(from + piece, head.seq), noted);
    checked += walked.count;
    if (walked.last) last = walked.last;
    faults.push(...walked.faults.slice(0, mostFaults - faults.length));
    tell?.(checked, entries);
  }
  if (last.seq < head.seq) faults.push({ seq: last.seq + 1, fault: 'cut_off' });
  else if (last.hash !== head.hash && faults.length === 0) faults.push({ seq: last.seq, fault: 'changed' });
  if (noted && noted.seq > head.seq) faults.push({ seq: noted.seq, fault: 'not_as_noted' });
  return { entries, checked, head, archived: base.seq, faults };
}

export interface ChainState {
  readonly entries: number;
  /** Written and not sealed yet. */
  readonly waiting: number;
  readonly head: NotedEnd;
  readonly archived: number;
  readonly since: Date | null;
}

/** What a glance tells of the chain, without walking it. */
export async function readChain(db: Db): Promise<ChainState> {
  const { rows } = await sql<{
    entries: number;
    waiting: number;
    seq: number;
    hash: string;
    base: number;
    since: Date;
  }>`
    SELECT (SELECT count(*) FROM audit_entry) AS entries, (SELECT count(*) FROM audit_entry WHERE audit_entry.seq IS NULL) AS waiting,
      head.seq, head.hash, base.seq AS base, (SELECT min(at) FROM audit_entry) AS since FROM audit_head head, audit_base base`.execute(
    db,
  );
  const { entries, waiting, seq, hash, base, since } = rows[0]!;
  return { entries, waiting, head: { seq, hash }, archived: base, since };
}

async function readEnds(db: Db) {
  const { rows } = await sql<{
    seq: number;
    hash: string;
    base_seq: number;
    base_hash: string;
    entries: number;
    marked: boolean;
  }>`SELECT head.seq, head.hash, base.seq AS base_seq, base.hash AS base_hash,
      (SELECT count(*) FROM audit_entry WHERE audit_entry.seq <= head.seq) AS entries,
      EXISTS (SELECT FROM audit_entry e WHERE e.action = 'audit.archived' AND e.seq > base.seq AND e.seq <= head.seq
        AND e.detail ->> 'through' = base.seq::text AND e.detail ->> 'hash' = base.hash) AS marked
    FROM audit_head head, audit_base base`.execute(db);
  const { seq, hash, base_seq, base_hash, entries, marked } = rows[0]!;
  return { head: { seq, hash }, base: { seq: base_seq, hash: base_hash }, entries, marked };
}

async function walk(db: Db, before: NotedEnd, from: number, to: number, noted: NotedEnd | undefined) {
  const { rows } = await sql<{
    count: number;
    last: number | null;
    hash: string | null;
    faults: readonly ChainFault[] | null;
  }>`
    WITH walked AS (
      SELECT e.seq, e.hash, e.seq <> coalesce(lag(e.seq) OVER chain, ${before.seq}::bigint) + 1 AS gap,
        coalesce(e.hash = audit_hash(e.previous, e) AND e.previous = coalesce(lag(e.hash) OVER chain, ${before.hash}::text), false) AS same,
        coalesce(e.seq = ${noted?.seq ?? null}::bigint AND e.hash <> ${noted?.hash ?? null}::text, false) AS other
      FROM audit_entry e WHERE e.seq > ${from} AND e.seq <= ${to} WINDOW chain AS (ORDER BY e.seq)),
    wrong AS (SELECT seq, CASE WHEN gap THEN 'missing' WHEN NOT same THEN 'changed' ELSE 'not_as_noted' END AS fault
      FROM walked WHERE gap OR NOT same OR other ORDER BY seq LIMIT ${mostFaults})
    SELECT (SELECT count(*) FROM walked) AS count, (SELECT max(seq) FROM walked) AS last,
      (SELECT hash FROM walked ORDER BY seq DESC LIMIT 1) AS hash,
      (SELECT json_agg(json_build_object('seq', seq, 'fault', fault) ORDER BY seq) FROM wrong) AS faults`.execute(db);
  const { count, last, hash, faults } = rows[0]!;
  return { count, faults: faults ?? [], last: last === null ? undefined : { seq: last, hash: hash! } };
}
