import type { Span } from './spans.ts';
import { isPersonName } from './personNames.ts';
import { verbs } from './verbs.ts';
import { charIn } from './words.ts';

// How names of units end. Longer endings first: 街道 before 道, 讲师团 before 团.
const unitEnding =
  /(?:街道|社区|分会|协会|学会|总会|商会|工会|联合会|讲师团|工作站|工作室|服务队|志愿队|宣讲队|支队|大队|中队|中心|新区|开发区|高新区|经开区|县|区|市|镇|乡|村|办|局|委|校|小学|中学|大学|学院|医院|公司|基地|科协|残联|妇联|工会|团委|红十字会|会|站|队|团|组|所|院|馆|社|厅|处)/g;
const unitAtEnd = new RegExp(`${unitEnding.source}$`);

/** Whether the words are a unit's name as far as their form goes. */
export function isUnitName(words: string): boolean {
  return words.length >= 2 && words.length <= 20 && unitAtEnd.test(words) && !/^(其中|全|各|该|本|据|经|由|另)/.test(words);
}

/**
 * The owner of each span of a sentence: a person or unit that stands right before the number, else the unit named at the
 * same place of a list that 分别 refers to, else `lead`, the unit the paragraph opens with.
 */
export function ownersOf(text: string, sentenceStart: number, spans: readonly Span[], lead: string): string[] {
  const listed = listedOwners(text, sentenceStart, spans);
  let previousEnd = sentenceStart;
  return spans.map((span, index) => {
    const label = labelBefore(text, previousEnd, span);
    previousEnd = span.end;
    return listed.get(index) ?? (label === '' ? lead : (ownerIn(label) ?? lead));
  });
}

/** The words between the last sign and the number, without the links: 周跃 in 、周跃33场. */
function labelBefore(text: string, previousEnd: number, span: Span): string {
  const from = Math.max(previousEnd, span.start - 30);
  let start = span.start;
  while (start > from && !charIn('，。；：,;:(（\n ', text, start - 1)) start--;
  return text.slice(start, span.start).replace(/^、/, '');
}

function ownerIn(label: string): string | undefined {
  const words = label.replace(/(分别|各|均|为|共|达|合计|累计)*$/, '');
  if (isPersonName(words)) return words;
  if (words.includes('、')) {
    const first = words.slice(0, words.lastIndexOf('、'));
    const items = [...first.split('、'), unitPrefix(words.slice(words.lastIndexOf('、') + 1)) ?? ''];
    return items.every(isUnitName) ? items.join('、') : undefined;
  }
  return unitPrefix(words);
}

/** 雷锋街道 in 雷锋街道分会长刊稿: the longest beginning that is a unit's name and is followed by no 长 of its own. */
function unitPrefix(words: string): string | undefined {
  let found: string | undefined;
  for (const match of words.slice(0, 24).matchAll(unitEnding)) {
    const end = match.index + match[0].length;
    const name = words.slice(0, end);
    if (charIn('长员民内域里场级外', words, end) || !isUnitName(name) || holdsVerb(name)) continue;
    found = name;
  }
  return found;
}

function holdsVerb(name: string): boolean {
  for (let at = 0; at < name.length - 1; at++) if (verbs.at(name, at).length > 1) return true;
  return false;
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
    const between = text.slice(spans[first + count - 1]!.end, Math.min(spans[first + count]!.start, spans[first + count - 1]!.end + 4));
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
