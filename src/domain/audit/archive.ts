import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { canonicalJson, sha256 } from '#kernel/canonical.ts';
import { refuse } from '#kernel/problem.ts';
import type { ChainFault, NotedEnd } from './chain.ts';
import { keptMonths } from './model.ts';

/** The oldest entries, from where the kept chain begins to the last one before a day. */
export interface ArchivePlan {
  /** The end of what was archived before; its hash is the `previous` of the first entry. */
  readonly after: NotedEnd;
  readonly through: number;
  readonly entries: number;
}

/**
 * What an archive of everything before that day would hold. Raises ProblemError when the day is not twelve months ago, or
 * nothing is that old.
 */
export async function planArchive(db: Db, before: string): Promise<ArchivePlan> {
  const midnight = sql`(${before}::date)::timestamp AT TIME ZONE 'Asia/Shanghai'`;
  const { rows } = await sql<{ young: boolean; seq: number; hash: string; through: number | null; entries: number }>`
    WITH border AS (SELECT min(seq) AS seq FROM audit_entry WHERE at >= ${midnight} OR at >= now() - make_interval(months => ${keptMonths}::int)),
      old AS (SELECT max(e.seq) AS through, count(*) AS entries FROM audit_entry e, border WHERE e.seq < border.seq OR border.seq IS NULL)
    SELECT ${midnight} > now() - make_interval(months => ${keptMonths}::int) AS young, base.seq, base.hash, through, entries FROM audit_base base, old`.execute(
    db,
  );
  const { young, seq, hash, through, entries } = rows[0]!;
  if (young)
    refuse(
      'audit_too_young',
      {
        zh: `操作日志至少保留 ${keptMonths} 个月，不能归档 ${before} 之前的；请给一个 ${keptMonths} 个月以前的日期`,
        en: `the audit is kept for ${keptMonths} months at least; name a day before that`,
      },
      '--before',
    );
  if (through === null)
    return refuse('audit_nothing_old', {
      zh: `没有 ${before} 之前的操作日志，不用归档`,
      en: `there are no entries before ${before}`,
    });
  return { after: { seq, hash }, through, entries };
}

const format = 'taizhang-audit-archive 1';
const page = 5000;

/** The parts that a hash is of, as the database writes them: an archive is checked without one. */
const parts = ['seq', 'id', 'at', 'account', 'action', 'subject', 'scope', 'detail'] as const;

/** The lines of the archive's file: what it is, then an entry a line. */
export async function* archiveLines(db: Db, plan: ArchivePlan): AsyncGenerator<string> {
  yield `${canonicalJson({ format, after: { ...plan.after }, through: plan.through, entries: plan.entries })}\n`;
  for (let from = plan.after.seq; from < plan.through; from += page) {
    const { rows } = await sql<{ line: string }>`
      SELECT json_build_object('seq', seq::text, 'id', id::text, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        'account', coalesce(account_id::text, ''), 'action', action, 'subject', subject, 'scope', scope::text, 'detail', detail::text,
        'previous', previous, 'hash', hash)::text AS line
      FROM audit_entry WHERE seq > ${from} AND seq <= ${Math.min(from + page, plan.through)} ORDER BY seq`.execute(db);
    for (const { line } of rows) yield `${line}\n`;
  }
}

export interface ArchiveReport {
  readonly entries: number;
  readonly end: NotedEnd;
  readonly faults: readonly ChainFault[];
}

/** Walks the chain of an archive's lines, and looks for an end that was noted. Raises ProblemError for what is no archive. */
export async function verifyArchive(
  lines: AsyncIterable<string> | Iterable<string>,
  noted?: NotedEnd,
): Promise<ArchiveReport> {
  let said: { readonly after: NotedEnd; readonly through: number } | undefined;
  let last: NotedEnd = { seq: 0, hash: '' };
  let entries = 0;
  const faults: ChainFault[] = [];
  for await (const line of lines) {
    if (line === '') continue;
    const one = parse(line);
    if (!said) {
      said = headerOf(one);
      last = said.after;
      continue;
    }
    entries++;
    const seq = Number(one.seq);
    const told = [one.previous, ...parts.map((part) => one[part])].map(String);
    const hash = sha256(told.map((part) => `${[...part].length}:${part}`).join(','));
    if (seq !== last.seq + 1) faults.push({ seq, fault: 'missing' });
    else if (hash !== one.hash || one.previous !== last.hash) faults.push({ seq, fault: 'changed' });
    else if (seq === noted?.seq && hash !== noted.hash) faults.push({ seq, fault: 'not_as_noted' });
    last = { seq, hash: String(one.hash) };
  }
  if (!said) return notAnArchive();
  if (last.seq < said.through) faults.push({ seq: last.seq + 1, fault: 'cut_off' });
  return { entries, end: last, faults };
}

/** Takes what the file holds out of the database; the chain keeps an entry that says so. Returns how many went. */
export async function closeArchive(tx: Tx, plan: ArchivePlan, fileSha256: string): Promise<number> {
  const { rows } = await sql<{ gone: number }>`SELECT archive_audit(${plan.through}, ${fileSha256}) AS gone`.execute(
    tx,
  );
  return rows[0]!.gone;
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    const one: unknown = JSON.parse(line);
    if (typeof one === 'object' && one !== null) return one as Record<string, unknown>;
  } catch {
    // Told below.
  }
  return notAnArchive();
}

function headerOf(one: Readonly<Record<string, unknown>>) {
  const after = one.after as NotedEnd | undefined;
  if (one.format !== format || typeof after?.hash !== 'string' || typeof one.through !== 'number')
    return notAnArchive();
  return { after, through: one.through };
}

function notAnArchive(): never {
  refuse('not_an_archive', {
    zh: '这不是操作日志的归档文件，或者已经损坏',
    en: 'this is not an archive of the audit, or it is damaged',
  });
}
