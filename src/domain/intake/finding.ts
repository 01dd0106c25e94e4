import type { Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import type { Person } from './knowledge.ts';
import type { UnitNames } from './names.ts';

const longestPlace = 24;

/** Where something was done, as the text has it; '' when it does not say. */
export function placeIn(text: string): string {
  const found = (heldAt.exec(text) ?? wentTo.exec(text))?.[1] ?? '';
  const place = found.replace(/(组织|联合|分别|先后|集中|隆重)$/, '').replace(/^(在|了)/, '');
  return notPlace.test(place) ? '' : place.slice(0, longestPlace);
}

const heldAt = /在([^，。；、：:“”0-9]{2,24}?)(?:举行|举办|召开|开展|进行|启动|宣讲|授课)/;
const wentTo =
  /(?:走进|来到|前往|赴)([^，。；、：:“”0-9]{2,24}?)(?:举行|举办|召开|开展|进行|参观|学习|考察|宣讲|授课|参加|调研|慰问|，|。|；|$)/;
const notPlace = /[时后前中下期间际上]$|^(全|各|此|这|重点|工作)|方面|过程|活动|基础|形势|期间|[了着过]|接受/;

/** Bodies that something was done with: units of the organisation, and others by name. */
export function companionsIn(
  text: string,
  names: UnitNames,
  on: Day,
  near: Unit,
): { readonly units: readonly Unit[]; readonly partners: readonly string[] } {
  const units: Unit[] = [];
  const partners: string[] = [];
  const found = text.matchAll(
    /(?:联合|携手|会同|协同|与|和)([^，。；:“”]{2,40}?)(?=共同|联合|组织|开展|举办|举行|召开|在|深入|走进|推进|联动|合作|配合|通力|，|。|；|$)/g,
  );
  for (const match of found) {
    // 与 and 和 join anything; only where the deed is common are they companions.
    const isJoint =
      !/^[与和]/.test(match[0]) || /^(共同|联合|联动|合作)/.test(text.slice(match.index + match[0].length));
    if (!isJoint) continue;
    for (const raw of match[1]!.split(/、|和|与|及|以及/)) {
      const name = raw.replace(/(等|等单位|等部门)$/, '').trim();
      if (name.length < 2 || name.length > 30 || /^(全|各|有关|相关|当地|辖区|多|组织|开展|举办)|\d|[的了]/.test(name))
        continue;
      const unit = names.find(name, on, near);
      if (unit) units.push(unit);
      else if (isBody.test(name)) partners.push(name);
    }
  }
  return { units: [...new Set(units)], partners: [...new Set(partners)] };
}

// What bodies are called; 联合执法 and 联合行动 name none.
const isBody =
  /(局|办|会|委|部|院|校|学|所|队|站|中心|公司|集团|社|联|厅|政府|街道|社区|村|镇|乡|企业|银行|协会|基金会|法院|银行|团|馆|园|台)$/;

/** Known people whose names stand in the text, each once. Names of two characters must not run on into a longer word. */
export function peopleIn(text: string, people: readonly Person[]): Person[] {
  return people.filter(({ name }) => {
    if (name.length < 2) return false;
    const at = text.indexOf(name);
    return (
      at >= 0 &&
      (name.length > 2 || !/[一-龥]/.test(text[at - 1] ?? '') || /[、，由请和与及师：:]$/.test(text.slice(0, at)))
    );
  });
}

const longestTitle = 60;

/** What to call the deed: a name in quotation marks with what it is, else what was done, else the words it begins with. */
export function titleOf(text: string, numbers: readonly string[]): string {
  const named = quotedEvent.exec(text)?.[0] ?? quotedThing.exec(text)?.[0];
  const first = text.split(/[，。；\t]/).find((part) => part.trim().length >= 4) ?? text;
  let title = named ?? doneIn(text) ?? first;
  for (const number of numbers) title = title.replace(number, '');
  const clean = title
    .replace(/^(了|过|的|各类|为|以)+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return closed(clean.slice(0, longestTitle));
}

const quotation = '(?:[“《「][^”》」。；]{2,40}[”》」]|第[一二三四五六七八九十0-9]{1,3}[届期次])';
const quotedEvent = new RegExp(
  `${quotation}[^，。；：:\\t]{0,40}?(?:活动|大赛|比赛|竞赛|行动|仪式|招聘会|座谈会|总决赛|展览)`,
);
const quotedThing = new RegExp(`${quotation}[^，。；：:\\t]{0,24}?(?:项目|讲座|课堂|会议|主题课|直播|机制|栏目|展)`);

/** The object of the first verb of doing; with the verb where the object alone would not say what was done. */
function doneIn(text: string): string | undefined {
  const verbs =
    /(?<![作的])(组织开展|开展了?|举办了?|召开了?|举行了?|组织了?|参加了?|启动了?|走访慰问|走访|慰问|看望|参观|前往|推出了?|实施了?)(?!情况|以来)([^，。；\t]{4,48})/.exec(
      text,
    );
  if (!verbs) return undefined;
  return /^(参加|走访|慰问|看望|参观|前往)/.test(verbs[1]!) ? verbs[0] : verbs[2];
}

/** Without a quotation mark that is opened and not closed. */
function closed(title: string): string {
  const [open, close] = [title.lastIndexOf('“'), title.lastIndexOf('”')];
  if (open <= close) return title;
  return open === 0 ? title.slice(1) : title.slice(0, open).replace(/[、和与及]$/, '');
}
