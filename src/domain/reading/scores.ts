import type { NumberRead } from './magnitudes.ts';
import { charIn } from './words.ts';

const scoring =
  /(得分|总分|考试|测试|竞赛|笔试|面试|成绩|评分|满分|均分|平均|得|扣|加|计|记|占|以|分值|测评|考核|分数|达|为|最高分|最低分|加权)[^。；]{0,12}$/;

/** 92.5分 is a score beside words of scoring; otherwise 分 belongs to a time (3分20秒) or to another word. */
export function isScore(text: string, number: NumberRead, end: number): boolean {
  if (charIn('时点:钟', text, number.start - 1)) return false;
  if (text[number.start - 1] === '(' && text[end] === ')') return true;
  if (/^\d/.test(text.slice(end, end + 1))) return false;
  return scoring.test(text.slice(Math.max(0, number.start - 16), number.start));
}
