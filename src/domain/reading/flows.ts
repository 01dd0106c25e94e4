import type { Span } from './span.ts';
import { firstVerb, verbAt, verbBefore } from './verbs.ts';
import { charIn } from './words.ts';

/** A number of places or bodies that only says where: 全市32个乡镇. */
export function isScope(text: string, { start }: Span): boolean {
  return (
    /(全[国省市县区镇乡街校州域]|辖区|所辖|下辖|的|来自|发展到|增至|增加到|上升到|扩大到|达到)$/.test(
      text.slice(Math.max(0, start - 6), start),
    ) || /每[年月周天次人场季]/.test(text.slice(Math.max(0, start - 8), start))
  );
}

/** Even since 2018 what a body 现有 or 拥有 is a stock. */
export function isKept(text: string, { start }: Span): boolean {
  return /(现有|拥有|设有|下设|在册)[^，；]{0,16}$/.test(text.slice(Math.max(0, start - 20), start));
}

const stateWords =
  /(共有|现有|拥有|设有|实有|仍有|下设|登记|注册|在册|在库|备案|总数|人数|数量|总量|余额|存量|规模)[^，；]*$/;
const having = /(?<![所没具享含拥])有(?![效关力序奖机限声偿些])[^，；]*$/;
const takesPart = /^[^，。；、的]{0,6}(参加|参与|报名|获|通过|完成|加入|接受|受益|点赞|收看|观看|取得|得到|走上|投身)/;

/** Under 截至: 走访, 讲课 and other acts run on from an open start; 有, 登记, 注册 are a stock on the day. */
export function isFlowing(text: string, frameAt: number, span: Span, inherited: boolean): boolean {
  const from = clauseStart(text, Math.max(frameAt, span.start - 40), span.start);
  const before = text.slice(from, span.start);
  if (takesPart.test(text.slice(span.end, span.end + 8))) return true;
  if (stateWords.test(before) || having.test(before)) return false;
  if (holdsAct(text, from, span.start)) return true;
  return inherited;
}

/** 走访企业, 共培训: an act opens or closes the label, or parts it. In 宣传教育讲师团 the words are only a name. */
function holdsAct(text: string, from: number, to: number): boolean {
  if (firstVerb(text, from, to)) return true;
  let end = to;
  while (end > from && charIn('共计达了已约累计', text, end - 1)) end--;
  const last = verbBefore(text, end);
  if (last !== '' && end - last.length >= from) return true;
  let start = from;
  while (start < to && charIn('共已并还累计先后 ', text, start)) start++;
  const first = verbAt(text, start);
  return first !== '' && start + first.length <= to;
}

function clauseStart(text: string, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) if (charIn('，,；;：:', text, at)) return at + 1;
  return from;
}
