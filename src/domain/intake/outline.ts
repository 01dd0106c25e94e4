import { readGrids } from '#domain/reading/grids.ts';
import { isUnitName } from '#domain/reading/owners.ts';
import { readStructure } from '#domain/reading/structure.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import type { Span } from './model.ts';
import type { UnitNames } from './names.ts';

/** A line of the document with what it stands under. */
export interface Line extends Span {
  readonly kind: 'heading' | 'paragraph' | 'row';
  readonly section: string;
  /** Where the words begin, behind the unit that the line opens with. */
  readonly body: number;
  /** The unit that the line is about, by its own opening, the line above or the heading above. */
  readonly unit?: Unit;
  /** The line, or one above it, opens with a name that is no known unit's. */
  readonly stranger?: string;
  /** A line of the kind `…最多的：`, or one of the list below it. */
  readonly ranking: boolean;
  /** Where the section begins. */
  readonly sectionStart: number;
}

export interface OutlineSetting {
  readonly names: UnitNames;
  readonly home: Unit;
  readonly on: Day;
  /** Headings that the file marks as such. */
  readonly headings: readonly { readonly start: number; readonly level: number }[];
}

const longestHeading = 60;

/** The lines of folded text with their sections and units. Takes time in proportion to the text. */
export function outlineOf(folded: string, setting: OutlineSetting): Line[] {
  const { names, home, on } = setting;
  const marked = new Map(setting.headings.map((one) => [one.start, one.level]));
  const blocks = readStructure(folded, { grids: readGrids(folded), aliases: names.aliases() });
  const lines: Line[] = [];
  let numbered = '';
  let title: string | undefined;
  let headed: Unit | undefined;
  let stranger: string | undefined;
  let ranking = false;
  let sectionStart = 0;
  for (const block of blocks) {
    const { start, end } = block;
    const isMarked = marked.has(lineStart(folded, start)) && end - start <= longestHeading;
    const kind = block.kind === 'paragraph' && isMarked ? 'heading' : block.kind;
    if (block.section !== numbered) {
      numbered = block.section;
      title = undefined;
    }
    const plain = folded
      .slice(start, end)
      .replace(/^(\(?[一二三四五六七八九十\d]{1,3}[)、.]+)/, '')
      .trim();
    if (kind === 'heading') {
      headed = names.find(plain.replace(/:$/, ''), on, home);
      stranger = !headed && isUnitName(plain) ? plain : undefined;
      if (block.kind !== 'heading' && !headed) title = plain;
      ranking = false;
    }
    const text = folded.slice(start, end);
    const lead = block.lead === '' ? undefined : names.find(block.lead, on, headed ?? home);
    const opens = block.lead !== '' && text.slice(0, block.lead.length + 6).includes(`${block.lead}:`);
    if (/(最多|最高|排名|前[三五十3510]+)[^。]{0,16}:$/.test(text.trimEnd())) ranking = true;
    else if (ranking && block.lead === '' && kind === 'paragraph') ranking = false;
    // A name that nobody knows ends what was said of the unit before it.
    const opening = /^([一-龥“”]{2,12}):/.exec(text)?.[1];
    if (opens) stranger = lead ? undefined : block.lead;
    else if (opening !== undefined && namesPlace.test(opening)) stranger = opening;
    const unit = lead ?? (block.lead === '' ? headed : undefined);
    const section = title ?? block.section;
    if (section !== lines.at(-1)?.section) sectionStart = start;
    lines.push({
      ...{ kind, start, end, ranking, section, sectionStart },
      body: opens ? folded.indexOf(':', start) + 1 : start,
      ...(stranger !== undefined ? { stranger } : unit && { unit }),
    });
  }
  return lines;
}

/** Openings that are names as far as their form goes: 南湖新城, 城北片区; not 宣传方面, 活动时间. */
const namesPlace = /.{2}[市县区镇乡村城园街校厂]$|(街道|社区|开发区|片区|园区|中心|公司|协会|分会|学校|医院)$/;

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}
