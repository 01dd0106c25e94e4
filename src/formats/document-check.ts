import { type Problem, ProblemError, problem } from '#kernel/problem.ts';
import type { Block, ImageBlock, OfficialDocument, ParagraphBlock, TableBlock } from './blocks.ts';
import { inspectSvg } from './svg-image.ts';

/**
 * Refuses a document that no writer could print whole: table rows that do not fit their columns, references to notes
 * that are not there, two notes of one number, drawings that are not safe, a moment that is none. Raises ProblemError
 * with all of it at once; the place is `blocks/3/rows/2`.
 */
export function checkDocument(document: OfficialDocument): void {
  const known = new Set<number>();
  const problems: Problem[] = [];
  for (const [index, { id }] of document.notes.entries()) {
    if (known.has(id)) problems.push(sameNote(id, `notes/${index}`));
    known.add(id);
  }
  problems.push(...document.blocks.flatMap((block, index) => blockProblems(block, `blocks/${index}`, known)));
  if (Number.isNaN(Date.parse(document.createdAt))) problems.push(noMoment(document.createdAt));
  if (problems.length > 0) throw new ProblemError(problems);
}

function blockProblems(block: Block, place: string, notes: ReadonlySet<number>): Problem[] {
  if (block.type === 'table') return tableProblems(block, place);
  if (block.type === 'paragraph') return runProblems(block, place, notes);
  return block.type === 'image' ? imageProblems(block, place) : [];
}

function tableProblems(block: TableBlock, place: string): Problem[] {
  const width = block.columns.length;
  if (width === 0) {
    return [problem('table_empty', { zh: '这张表没有一列', en: 'this table has no columns' }, place)];
  }
  const rows: [string, readonly string[]][] = block.rows.map((row, index) => [`${place}/rows/${index}`, row]);
  if (block.totals) rows.push([`${place}/totals`, block.totals]);
  return rows
    .filter(([, row]) => row.length !== width)
    .map(([where, row]) =>
      problem(
        'row_width',
        {
          zh: `这一行有 ${row.length} 格，表头有 ${width} 列，请补齐或删去`,
          en: `this row has ${row.length} cells for ${width} columns`,
        },
        where,
      ),
    );
}

function runProblems(block: ParagraphBlock, place: string, notes: ReadonlySet<number>): Problem[] {
  return block.runs.flatMap((run, index) =>
    run.note === undefined || notes.has(run.note)
      ? []
      : [
          problem(
            'note_unknown',
            { zh: `没有第 ${run.note} 条数据说明`, en: `there is no note ${run.note}` },
            `${place}/runs/${index}`,
          ),
        ],
  );
}

function imageProblems(block: ImageBlock, place: string): Problem[] {
  try {
    inspectSvg(block.svg);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      problem(
        'image_invalid',
        { zh: `这幅图不能放进文件：${reason}`, en: `this drawing is refused: ${reason}` },
        place,
      ),
    ];
  }
}

function sameNote(id: number, place: string): Problem {
  return problem('note_twice', { zh: `有两条第 ${id} 号数据说明`, en: `there are two notes ${id}` }, place);
}

function noMoment(text: string): Problem {
  return problem(
    'moment_unknown',
    {
      zh: `时间“${text}”不对，请写成 2024-11-27T09:58:30Z`,
      en: `"${text}" is not a moment; write 2024-11-27T09:58:30Z`,
    },
    'createdAt',
  );
}
