import { createHash } from 'node:crypto';
import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Setting } from '#domain/records/actions.ts';
import type { Unit } from '#domain/units/tree.ts';
import { type Prose, proseText } from '#formats/prose.ts';
import { daysBetween } from '#kernel/day.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import type { Window } from '#kernel/window.ts';
import { nextRange } from './cuts.ts';
import { intakeLimits } from './model.ts';
import { overlapsIn } from './overlaps.ts';
import { prepare, proposeIn } from './propose.ts';
import { readKnowledge } from './reading-store.ts';
import { SameRecords } from './same.ts';
import {
  addDoubts,
  findSameDocument,
  insertDocument,
  insertReading,
  readDocumentRow,
  readItems,
  type StoredDocument,
  type StoredItem,
} from './store.ts';

/** A document as it came in. */
export interface Incoming {
  /** Code of the unit whose document it is. */
  readonly unit: string;
  readonly period: Window;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly prose: Prose;
}

/**
 * Keeps a document for a unit and a period; nothing of it is read yet. The same file for the same unit and period is kept
 * once: its id comes back with `repeated`. Raises ProblemError with everything wrong.
 */
export async function receiveDocument(
  tx: Tx,
  actor: Actor,
  incoming: Incoming,
  { organisation }: Setting,
): Promise<{ id: number; repeated: boolean }> {
  const unit = organisation.tree.find(incoming.unit);
  if (!unit || !mayTakeIn(actor, unit, organisation))
    refuse(
      'unit_unknown',
      {
        zh: `没有代码为“${incoming.unit}”的单位，或者您不能替它填报`,
        en: `there is no unit ${incoming.unit} that you may record for`,
      },
      'unit',
    );
  const { text, headings } = proseText(incoming.prose);
  const problems = documentProblems(text, incoming.period);
  if (problems.length > 0) throw new ProblemError(problems);
  const document = {
    ...{ unitId: unit.id, name: incoming.name.slice(0, 200), format: incoming.prose.format, text, headings },
    ...{ remarks: incoming.prose.remarks, period: incoming.period },
    hash: createHash('sha256').update(incoming.bytes).digest('hex'),
  };
  const id = await insertDocument(tx, actor.accountId, document);
  if (id !== undefined) return { id, repeated: false };
  return { id: (await findSameDocument(tx, document))!, repeated: true };
}

/** What keeps a text from being taken in. */
export function documentProblems(text: string, period: Window): Problem[] {
  const found: Problem[] = [];
  if (text.trim() === '')
    found.push(problem('document_empty', { zh: '没有文字可读', en: 'there are no words to read' }, 'text'));
  if (text.length > intakeLimits.characters)
    found.push(
      problem(
        'document_too_long',
        {
          zh: `材料有 ${text.length.toLocaleString('zh-CN')} 字，一次最多 ${intakeLimits.characters / 10_000} 万字，请拆成几份`,
          en: `the document has ${text.length.toLocaleString('en')} characters; at most ${intakeLimits.characters.toLocaleString('en')} at a time`,
        },
        'text',
      ),
    );
  if (period.from > period.to || daysBetween(period.from, period.to) > intakeLimits.days)
    found.push(
      problem(
        'period_too_long',
        {
          zh: '材料的时段要起在前、止在后，最长两年',
          en: 'the period must begin before it ends and last two years at most',
        },
        'window',
      ),
    );
  return found;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * Reads the document on by some ten pages and keeps what they propose. Called until `done` is `total`; a call too many does
 * nothing. At the end, proposals that may count the same things are doubted. Raises ProblemError.
 */
export async function advanceDocument(tx: Tx, actor: Actor, id: number, { organisation }: Setting): Promise<Progress> {
  const document = await documentToWorkOn(tx, actor, id, organisation, true);
  const total = document.text.length;
  if (document.readTo >= total) return { done: total, total };
  const home = organisation.tree.byId(document.unitId);
  const knowledge = await readKnowledge(tx, organisation, home, document.period);
  const prepared = prepare(document.text, document.headings, knowledge);
  const range = nextRange(prepared.lines, document.readTo, total);
  const proposed = proposeIn(prepared, range);
  const before = (await readItems(tx, id)).length;
  const isLast = range.end >= total;
  await insertReading(tx, id, proposed, range.end, isLast);
  const items = await readItems(tx, id);
  await addDoubts(tx, id, await recordedAlready(tx, organisation, items.slice(before)));
  if (isLast) {
    const overlaps = overlapsIn(items, organisation.catalogue);
    await addDoubts(tx, id, new Map([...overlaps].map(([n, doubt]) => [n, [doubt]])));
  }
  return { done: range.end, total };
}

/** Doubts about proposals that say what a record says already. */
async function recordedAlready(
  tx: Tx,
  organisation: Organisation,
  items: readonly StoredItem[],
): Promise<Map<number, Problem[]>> {
  const doubts = new Map<number, Problem[]>();
  const records = new SameRecords(tx, organisation);
  for (const { n, draft } of items) {
    const [same] = await records.of(draft);
    if (!same) continue;
    doubts.set(n, [
      problem(
        'recorded_already',
        {
          zh: `台账里第 ${same.id} 号记录（${same.title}）${same.by === 'numbers' ? '数字相同' : '标题相近'}，可能已经报过；是的话请并入`,
          en: `record ${same.id} "${same.title}" has ${same.by === 'numbers' ? 'the same numbers' : 'a like title'}; join it if it is the same`,
        },
        `records/${same.id}`,
      ),
    ]);
  }
  return doubts;
}

/** A document that the actor may take records from. What is out of sight and what does not exist get the same answer. */
export async function documentToWorkOn(
  tx: Tx,
  actor: Actor,
  id: number,
  organisation: Organisation,
  lock = false,
): Promise<StoredDocument> {
  const document = await readDocumentRow(tx, id, lock);
  if (document && mayTakeIn(actor, organisation.tree.byId(document.unitId), organisation)) return document;
  return refuse('document_unknown', {
    zh: `没有编号为 ${id} 的材料，或者您不能从中录入`,
    en: `there is no document ${id} that you may take records from`,
  });
}

/** Whether the actor may record for the unit as it stands now. */
function mayTakeIn(actor: Actor, unit: Unit, { tree }: Organisation): boolean {
  return can(actor, 'record', { scope: unit.path.split('/').map((code) => tree.find(code)!.id) });
}
