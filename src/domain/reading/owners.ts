import { isPersonName } from './personNames.ts';
import type { Span } from './span.ts';
import { firstVerb } from './verbs.ts';
import { charIn } from './words.ts';

// How names of units end. Longer endings first: 街道 before 道, 讲师团 before 团.
const unitEnding =
  /(?:街道|社区|分会|协会|学会|总会|商会|工会|联合会|讲师团|工作站|工作室|工作队|突击队|救援队|服务队|志愿队|宣讲队|支队|大队|中队|中心|新区|开发区|高新区|经开区|县|区|市|镇|乡|村|局|小学|中学|大学|学院|医院|公司|基地|科协|残联|妇联|团委|关工委|红十字会)/g;
const unitAtEnd = new RegExp(`${unitEnding.source}$`);
// What opens a phrase rather than a name.
const notName =
  /^(其中|全|各|该|本|据|经|由|另|将|为|向|对|在|到|从|进|建|参|我|这|那|某|其|目前|近年|与|和|以|因|同|被|有|含|至|于|当|联合|今年|去年|第|正在|深入|走进|组织|开展)|[0-9()]/;

/** Whether the words are a unit's name as far as their form goes. */
export function isUnitName(words: string): boolean {
  return words.length >= 2 && words.length <= 20 && unitAtEnd.test(words) && !notName.test(words);
}

/**
 * The owner of each span of a sentence: a person or unit that stands right before the number, else the unit named at the
 * same place of a list that 分别 refers to, else `lead`, the unit the paragraph opens with.
 */
export function ownersOf(text: string, sentenceStart: number, spans: readonly Span[], lead: string): string[] {
  const listed = listedOwners(text, sentenceStart, spans);
  const labels = spans.map((span, index) => labelBefore(text, spans[index - 1]?.end ?? sentenceStart, span));
  return spans.map((_, index) => listed.get(index) ?? personOf(labels, spans, index) ?? unitOf(labels[index]!) ?? lead);
}

/** A person's name alone is an owner only in a list of persons: 林跃33场、方群2场; 毛巾1200条 has the same form. */
function personOf(labels: readonly string[], spans: readonly Span[], index: number): string | undefined {
  const name = personIn(labels[index]!);
  if (name === undefined) return undefined;
  const isBeside = [index - 1, index + 1].some(
    (other) => spans[other]?.unit === spans[index]!.unit && personIn(labels[other]!) !== undefined,
  );
  return isBeside ? name : undefined;
}

function personIn(label: string): string | undefined {
  const words = label.replace(/^(其中|和)/, '').replace(/(共|各|达|完成|宣讲|授课|讲课)+$/, '');
  return isPersonName(words) ? words : undefined;
}

/** The words between the last sign and the number: 林跃 in 、林跃33场. Words that only go on after another number are no label. */
function labelBefore(text: string, previousEnd: number, span: Span): string {
  const from = Math.max(previousEnd, span.start - 30);
  let start = span.start;
  while (start > from && !charIn('，。；：,;:(（\n “”', text, start - 1)) start--;
  const label = text.slice(start, span.start);
  if (label.includes(')')) return '';
  if (start === previousEnd && start > 0 && label[0] !== '、' && !charIn('，。；！？:\n ', text, start - 1)) return '';
  return label.replace(/^、/, '');
}

function unitOf(label: string): string | undefined {
  const words = label
    .replace(/^((19|20)\d\d年)?(\d{1,2}([-~至]\d{1,2})?月)?/, '')
    .replace(/(分别|各|均|为|共|达|合计|累计)*$/, '');
  if (words.includes('、')) {
    const first = words.slice(0, words.lastIndexOf('、'));
    const items = [...first.split('、'), unitPrefix(words.slice(words.lastIndexOf('、') + 1)) ?? ''];
    return items.every(isUnitName) ? items.join('、') : undefined;
  }
  return unitPrefix(words);
}

/** 石桥街道 in 石桥街道分会长刊稿: the longest beginning that is a unit's name and is followed by no 长 of its own. */
function unitPrefix(words: string): string | undefined {
  let found: string | undefined;
  for (const match of words.slice(0, 24).matchAll(unitEnding)) {
    const end = match.index + match[0].length;
    const name = words.slice(0, end);
    if (
      charIn('长员民内域里场级外委生者部人工志办', words, end) ||
      !isUnitName(name) ||
      firstVerb(name, 0, name.length)
    )
      continue;
    found = name;
  }
  return found;
}

/** Owners by place: 甲区、乙区、丙市刊稿最多，分别刊稿825篇、702篇、422篇. */
function listedOwners(text: string, sentenceStart: number, spans: readonly Span[]): Map<number, string> {
  const owners = new Map<number, string>();
  for (let index = 0; index < spans.length; index++) {
    const from = Math.max(sentenceStart, spans[index - 1]?.end ?? sentenceStart, spans[index]!.start - 80);
    const before = text.slice(from, spans[index]!.start);
    const cut = before.lastIndexOf('分别');
    if (cut < 0 || before.length - cut > 14) continue;
    const run = listRun(text, spans, index);
    const names = listedNames(before.slice(0, cut), run);
    names?.forEach((name, place) => {
      owners.set(index + place, name);
    });
    index += run - 1;
  }
  return owners;
}

/** How many spans follow each other with only a list sign between, the first included. */
function listRun(text: string, spans: readonly Span[], first: number): number {
  let count = 1;
  while (first + count < spans.length) {
    const between = text.slice(
      spans[first + count - 1]!.end,
      Math.min(spans[first + count]!.start, spans[first + count - 1]!.end + 4),
    );
    if (!/^(、|和|与|，|,|；|以及|及)$/.test(between)) break;
    count++;
  }
  return count;
}

function listedNames(before: string, count: number): string[] | undefined {
  const clauses = before.split(/[，。；：,;:]/).reverse();
  for (const clause of clauses) {
    const items = clause.replace(/^.*(其中|分别是|分别为)/, '').split(/、|和|与|及/);
    if (items.length !== count || count < 2) continue;
    const last = unitPrefix(items.at(-1)!) ?? items.at(-1)!;
    const names = [...items.slice(0, -1).map((item) => item.trim()), last.trim()];
    if (names.every((name) => isUnitName(name) || isPersonName(name))) return names;
  }
  return undefined;
}
