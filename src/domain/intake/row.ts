import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { type Grid, labelColumn, readGrids } from '#domain/reading/grids.ts';
import type { TableCell } from '#domain/reading/tables.ts';
import { parseDay } from '#kernel/day.ts';
import type { Dated } from './dating.ts';
import { proposalOf } from './drafting.ts';
import type { Proposal, Span } from './model.ts';
import type { Line } from './outline.ts';
import { type Counted, countedAs, quantitiesIn, type Scene, settleAll, settleRest, unitNamed } from './scene.ts';
import { kindTold, type Subject } from './words.ts';

/** Makes proposals of the rows of tables: the label says whose it is, the heads say what the cells are. */
export class RowReader {
  readonly #scene: Scene;
  readonly #grids = new Map<number, { readonly grid: Grid; readonly row: readonly TableCell[] }>();

  constructor(scene: Scene, range: Span) {
    this.#scene = scene;
    for (const grid of readGrids(scene.folded.slice(range.start, range.end))) {
      for (const row of grid.rows)
        this.#grids.set(row[0]!.start + range.start, { grid, row: row.map((cell) => moved(cell, range.start)) });
    }
  }

  /** `above` are the lines before it: the nearest that is no row says what the table is about. */
  read(line: Line, subject: Subject, above: readonly Line[]): Proposal[] {
    const scene = this.#scene;
    const { knowledge, folded } = scene;
    const indexes = quantitiesIn(scene, line);
    const found = this.#grids.get(line.start);
    if (!found || indexes.length === 0) return [];
    const { grid, row } = found;
    const label = row[labelColumn(row)]!.text;
    const caption = above.filter((one) => one.kind !== 'row').slice(-2);
    const heads = grid.header.map((cell) => cell.text);
    const dated = this.#datedOf(line, row, heads, caption);
    if (/^(合计|总计|小计|共计|总数)/.test(label)) {
      const why = { zh: '表里的合计', en: 'the total of a table' };
      for (const index of indexes) if (!scene.settled.has(index)) scene.settled.set(index, { base: 'total', why });
      return [];
    }
    const named = cellsUnder(row, heads, /单位|协会|分会|区县|街道|主办|部门|讲师团/)[0] ?? label;
    const host = unitNamed(scene, named.replaceAll(/\s/g, ''), knowledge.period.to, line.unit ?? knowledge.home);
    const person = knowledge.people.some((one) => one.name === label);
    const event = cellsUnder(row, heads, /活动|名称|主题|内容|标题|事项/)[0];
    if (!host && !person && event === undefined) {
      settleAll(scene, indexes, { zh: `“${label}”不是本组织的单位`, en: `"${label}" is no unit of the organisation` });
      return [];
    }
    const words = `${caption.map((one) => folded.slice(one.start, one.end)).join(' ')} ${heads.join(' ')}`;
    const { kind, counted } = this.#kindOf(indexes, line, subject, words);
    const own = host ?? line.unit ?? knowledge.home;
    if (counted.length === 0) {
      settleRest(scene, indexes, own, kind, dated);
      return [];
    }
    const proposal = proposalOf(scene, {
      ...{ kind, line, dated, counted, span: line, around: line, isItem: true, host: own },
      highlight: subject.highlight ?? false,
      kindWhy: {
        zh: `表格的一行，按${kinds[kind].label.zh}记`,
        en: `a row of a table: ${kinds[kind].label.en}`,
      },
      title: (event ?? `${label}：${counted[0]!.measure.label.zh}`).slice(0, 60),
      place: (cellsUnder(row, heads, /地点|地址|场地/)[0] ?? '').slice(0, 200),
      fields: this.#fieldsOf(kind, row, heads, line),
      classText: `${event ?? ''} ${cellsUnder(row, heads, /类别|类型|形式|对象|级别/).join(' ')}`,
    });
    settleRest(scene, indexes, own, kind, dated);
    return [proposal];
  }

  #kindOf(
    indexes: readonly number[],
    line: Line,
    subject: Subject,
    words: string,
  ): { kind: KindCode; counted: Counted[] } {
    const told = subject.kind ?? kindTold(words) ?? 'publicity';
    const counted = countedAs(this.#scene, indexes, told, line.start);
    if (counted.length > 0) return { kind: told, counted: once(counted) };
    const best = kindCodes
      .map((kind) => ({ kind, counted: once(countedAs(this.#scene, indexes, kind, line.start)) }))
      .sort((left, right) => sum(right.counted) - sum(left.counted))[0]!;
    return best.counted.length > 0 ? best : { kind: told, counted: [] };
  }

  #datedOf(line: Line, row: readonly TableCell[], heads: readonly string[], caption: readonly Line[]): Dated {
    const [written] = cellsUnder(row, heads, /日期|时间/);
    const day =
      written === undefined
        ? undefined
        : parseDay(
            written
              .replaceAll(/[./年月]/g, '-')
              .replace(/日$/, '')
              .replace(/-(\d)(?!\d)/g, '-0$1'),
          );
    if (day)
      return { from: day, to: day, stated: true, why: { zh: `日期一栏写着“${written}”`, en: `its day is ${written}` } };
    return this.#scene.dates.of(line, caption[0]?.start ?? line.start);
  }

  /** Words under a head that is called as one of the kind's own fields. The last head has all that is left of the row. */
  #fieldsOf(kind: KindCode, row: readonly TableCell[], heads: readonly string[], line: Line): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const field of kinds[kind].fields) {
      const column = heads.findIndex(
        (head) => head === field.label.zh || (head.length >= 3 && field.label.zh.includes(head)),
      );
      const cell = column < 0 ? undefined : row[column];
      if (!cell) continue;
      const end = column === heads.length - 1 ? line.end : cell.end;
      fields[field.code] = this.#scene.text.slice(cell.start, end).trim().slice(0, 200);
    }
    return fields;
  }
}

function cellsUnder(row: readonly TableCell[], heads: readonly string[], words: RegExp): string[] {
  return heads.flatMap((head, column) =>
    words.test(head) && row[column] && row[column].text !== '—' ? [row[column].text] : [],
  );
}

/** Two columns that say the same measure: the first is taken. */
function once(counted: readonly Counted[]): Counted[] {
  return counted.filter((one, at) => counted.findIndex((other) => other.measure === one.measure) === at);
}

function sum(counted: readonly Counted[]): number {
  return counted.reduce((all, one) => all + one.score, 0);
}

function moved(cell: TableCell, by: number): TableCell {
  return { ...cell, start: cell.start + by, end: cell.end + by };
}
