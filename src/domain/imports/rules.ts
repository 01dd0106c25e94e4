import type { Organisation } from '#domain/classes/organisation.ts';
import type { Kind } from '#domain/kinds/model.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { draftProblems } from '#domain/records/rules.ts';
import type { Unit } from '#domain/units/tree.ts';
import { type CellValue, cellAddress, type SheetRow } from '#formats/sheet-rows.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import { type Reading, readClass, readCount, readDay, readNames, readText, readYes, wrong } from './cells.ts';
import type { Knowledge, Names } from './knowledge.ts';
import { type ColumnContent, cellText, exampleMark, type ImportColumn, shown } from './model.ts';

export interface RowSetting {
  readonly kind: Kind;
  readonly columns: readonly (ImportColumn | undefined)[];
  /** Index of the sheet's column by part. */
  readonly indexes: ReadonlyMap<string, number>;
  readonly organisation: Organisation;
  readonly knowledge: Knowledge;
  readonly today: Day;
  /** Days read so far, by what stands in the cell. */
  readonly days: Map<string, Reading<Day>>;
  /** Year of days that are written without one. */
  readonly year?: number | undefined;
  /** The host of rows that name none. */
  readonly unit?: Unit | undefined;
  /** Why the actor may not record for this lead host, if so. */
  readonly forbidden?: ((lead: Unit, on: Day) => boolean) | undefined;
}

export type RowResult =
  | { readonly draft: RecordDraft; readonly problems?: undefined }
  | { readonly draft?: undefined; readonly problems: readonly Problem[] };

/**
 * The draft that a row describes, its key still empty, or everything that is wrong with it: what cells say and what they
 * lack, then what every record is asked. Places are cells; the row where no column is to blame.
 */
export function readRow(row: SheetRow, setting: RowSetting): RowResult {
  return new RowReader(row, setting).read();
}

/** Examples of the template and rows of totals are no records. */
export function isSkipped(row: SheetRow, indexes: RowSetting['indexes']): boolean {
  if (cellText(row.cells[indexes.get('title') ?? -1]).startsWith(exampleMark)) return true;
  const first = row.cells.find((cell) => cell !== undefined);
  return typeof first === 'string' && /^(合\s*计|总\s*计|小\s*计|共\s*计)[:：]?$/.test(first.trim());
}

const mostDays = 5000;

/** The family of classes that media are registered under. */
const levelFamily = 'media_level';

class RowReader {
  readonly #row: SheetRow;
  readonly #setting: RowSetting;
  readonly #problems: Problem[] = [];
  /** Parts that a problem has been told of. */
  readonly #told = new Set<string>();

  constructor(row: SheetRow, setting: RowSetting) {
    this.#row = row;
    this.#setting = setting;
  }

  read(): RowResult {
    const { kind, columns, organisation, today } = this.#setting;
    const from = this.#take('from', this.#day('from'));
    const to = this.#take('to', this.#day('to')) ?? from;
    this.#demand('from', from);
    const hosts = this.#hosts(to);
    const title = this.#take('title', readText(this.#cell('title'), 200));
    this.#demand('title', title);
    const classes: Record<string, string> = {};
    const measures: Record<string, number> = {};
    const fields: Record<string, string> = {};
    const people: RecordDraft['people'] = [];
    for (const [part, content, cell] of this.#filled(columns)) {
      if (content.type !== 'class') continue;
      const value = this.#take(part, readClass(cell, content.family, organisation.catalogue, to));
      if (value !== undefined) classes[content.family] = value;
    }
    for (const [part, content, cell] of this.#filled(columns)) {
      if (content.type === 'measure') {
        const value = this.#take(part, readCount(cell, content.measure));
        if (value !== undefined) measures[content.measure.field] = value;
      } else if (content.type === 'people') {
        for (const person of this.#people(part, cell)) people.push({ person, role: content.role });
      } else if (content.type === 'field') {
        const value = content.outlet
          ? this.#outlet(part, cell, to, classes)
          : this.#take(part, readText(cell, content.most));
        if (value !== undefined) fields[content.field] = value;
      }
    }
    const draft: RecordDraft = {
      kind: kind.code,
      hosts: hosts.map((unit) => unit.code),
      from: from ?? to ?? today,
      to: to ?? from ?? today,
      title: title ?? '',
      place: this.#take('place', readText(this.#cell('place'), 200)) ?? '',
      partners: this.#partners(),
      classes,
      measures,
      narrative: this.#take('narrative', readText(this.#cell('narrative'), 5000)) ?? '',
      highlight: this.#take('highlight', readYes(this.#cell('highlight'))) ?? false,
      people,
      fields,
      key: '',
      generated: false,
    };
    this.#askEverything(draft, to !== undefined && from !== undefined);
    const [lead] = hosts;
    if (lead && to && this.#setting.forbidden?.(lead, to)) {
      this.#tell('hosts', {
        code: 'forbidden',
        text: {
          zh: `您的职务不能替${lead.name}填报，请由该单位或它的上级导入`,
          en: `your posts do not let you record for ${lead.name}`,
        },
      });
    }
    return this.#problems.length > 0 ? { problems: this.#problems } : { draft };
  }

  /** Sheets have few days and many rows: each writing of a day is read once. */
  #day(part: string): Reading<Day> {
    const { days, year } = this.#setting;
    const cell = this.#cell(part);
    if (typeof cell !== 'string') return readDay(cell, year);
    const reading = days.get(cell) ?? readDay(cell, year);
    if (days.size < mostDays) days.set(cell, reading);
    return reading;
  }

  #hosts(on: Day | undefined): Unit[] {
    const { unit } = this.#setting;
    if (unit && cellText(this.#cell('hosts')) === '') return [unit];
    const names = this.#take('hosts', readNames(this.#cell('hosts')));
    this.#demand('hosts', names);
    return this.#find('hosts', names ?? [], this.#setting.knowledge.units, on, {
      code: 'unit',
      zh: '单位',
      advice: '请写单位的全称、简称或代码，几个单位之间用“、”隔开',
      en: 'unit',
    });
  }

  #people(part: string, cell: CellValue | undefined): string[] {
    const names = this.#take(part, readNames(cell)) ?? [];
    const found = this.#find(part, names, this.#setting.knowledge.people, undefined, {
      code: 'person',
      zh: '人员',
      advice: '请核对姓名，或先在人员名册里登记',
      en: 'person',
    });
    return found.map((person) => person.code);
  }

  #outlet(
    part: string,
    cell: CellValue | undefined,
    on: Day | undefined,
    classes: Record<string, string>,
  ): string | undefined {
    const name = this.#take(part, readText(cell, 200));
    if (name === undefined) return undefined;
    const [outlet] = this.#find(part, [name], this.#setting.knowledge.outlets, on, {
      code: 'outlet',
      zh: '媒体',
      advice: '请核对名称，或先登记这家媒体',
      en: 'outlet',
    });
    // The level follows from the medium; where it is given, it has to agree.
    const family = this.#setting.kind.classes.find((one) => one.family === levelFamily)?.family;
    if (!outlet) {
      if (family !== undefined) this.#told.add(`classes/${family}`);
      return undefined;
    }
    if (family !== undefined) {
      const given = classes[family];
      if (given === undefined && !this.#told.has(`classes/${family}`)) classes[family] = outlet.level;
      else if (given !== undefined && given !== outlet.level) {
        const label = this.#setting.organisation.catalogue.labelOf(family, outlet.level)?.zh ?? outlet.level;
        this.#tell(`classes/${family}`, {
          code: 'outlet_level',
          text: {
            zh: `${outlet.name}登记的级别是“${label}”，与这里填的不一致。请改正，或留空由系统填`,
            en: `${outlet.name} is registered as ${outlet.level}; correct the level or leave it empty`,
          },
        });
      }
    }
    return outlet.code;
  }

  #partners(): string[] {
    const names = this.#take('partners', readNames(this.#cell('partners'))) ?? [];
    const long = names.find((name) => name.length > 100);
    if (long !== undefined) this.#take('partners', readText(long, 100));
    return [...names];
  }

  #find<Thing extends object>(
    part: string,
    names: readonly string[],
    known: Names<Thing>,
    on: Day | undefined,
    words: { readonly code: string; readonly zh: string; readonly advice: string; readonly en: string },
  ): Thing[] {
    return names.flatMap((name) => {
      const found = known.find(name, on);
      if (found.length === 1) return found;
      if (found.length > 1) {
        this.#take(
          part,
          wrong(
            `${words.code}_ambiguous`,
            `“${shown(name)}”不止一个${words.zh}，请改用代码：${known.describe(found)}`,
            `"${shown(name)}" is more than one ${words.en}; use a code: ${known.describe(found)}`,
          ),
        );
        return [];
      }
      const near = known.near(name);
      const hint = near.length > 0 ? `，是不是${near.join('、')}？` : '。';
      this.#take(
        part,
        wrong(
          `${words.code}_unknown`,
          `没有找到${words.zh}“${shown(name)}”${hint}${words.advice}`,
          `there is no ${words.en} "${shown(name)}"${near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''}`,
        ),
      );
      return [];
    });
  }

  /** What every record is asked, besides what has been said of the same cells already. */
  #askEverything(draft: RecordDraft, daysKnown: boolean): void {
    const { organisation, today } = this.#setting;
    for (const one of draftProblems(draft, organisation, today, true)) {
      const [head = '', rest = ''] = (one.place ?? '').split('/');
      const part = ['hosts', 'people'].includes(head) ? head : rest === '' ? head : `${head}/${rest}`;
      const role = head === 'people' ? draft.people[Number(rest)]?.role : undefined;
      const blamed = role === undefined ? part : `people/${role}`;
      if (this.#told.has(blamed)) continue;
      // Stand-in days say nothing about days, units and class lists.
      if (!daysKnown && ['from', 'to', 'hosts', 'classes'].includes(head) && one.code !== 'class_missing') continue;
      if (head === 'hosts' && draft.hosts.length === 0) continue;
      this.#tell(blamed === 'to' && this.#cell('to') === undefined ? 'from' : blamed, one);
    }
  }

  #demand(part: string, value: unknown): void {
    if (value !== undefined || this.#told.has(part)) return;
    const column = this.#setting.columns[this.#setting.indexes.get(part) ?? -1];
    this.#tell(part, {
      code: 'cell_empty',
      text: {
        zh: `“${column?.heading.zh ?? part}”是空的，请填写；如果是合并的单元格，请取消合并后逐行填写`,
        en: `${column?.heading.en ?? part} is empty; where cells are merged, unmerge them and fill every row`,
      },
    });
  }

  #take<Value>(part: string, reading: Reading<Value>): Value | undefined {
    if (reading.problem) this.#tell(part, reading.problem);
    return reading.value;
  }

  #tell(part: string, { code, text }: Pick<Problem, 'code' | 'text'>): void {
    this.#told.add(part);
    const index = this.#setting.indexes.get(part);
    const place = index === undefined ? `row ${this.#row.number}` : cellAddress(index, this.#row.number);
    this.#problems.push(problem(code, text, place));
  }

  *#filled(columns: RowSetting['columns']): Generator<readonly [string, ColumnContent, CellValue]> {
    for (const [index, column] of columns.entries()) {
      const cell = this.#row.cells[index];
      if (column && cell !== undefined) yield [column.part, column.content, cell];
    }
  }

  #cell(part: string): CellValue | undefined {
    const index = this.#setting.indexes.get(part);
    return index === undefined ? undefined : this.#row.cells[index];
  }
}
