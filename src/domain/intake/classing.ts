import type { Catalogue, Class } from '#domain/classes/model.ts';
import type { Day } from '#kernel/day.ts';
import { classHints } from './words.ts';

/**
 * The class of a family that a text names on that day: by its label, the parts of its label, or words that stand for it.
 * Undefined when it names none, or two alike.
 */
export function classIn(text: string, family: string, on: Day, catalogue: Catalogue): string | undefined {
  const list = catalogue.listOn(family, on);
  let best: { code: string; score: number } | undefined;
  let isTied = false;
  for (const one of list?.classes ?? []) {
    const score = scoreOf(one, text);
    if (score === 0) continue;
    if (best === undefined || score > best.score) {
      best = { code: one.code, score };
      isTied = false;
    } else if (score === best.score) isTied = true;
  }
  return isTied ? undefined : best?.code;
}

/** The length of what the text has of the label; a word that stands for it counts less than the label itself. */
function scoreOf({ label }: Class, text: string): number {
  let score = 0;
  for (const part of partsOf(label.zh)) {
    if (text.includes(part)) score = Math.max(score, part.length * 2);
    const hint = classHints[part];
    if (hint?.test(text)) score = Math.max(score, 3);
  }
  return score;
}

/** 宣传车 and 广播 of 宣传车与广播; 其他 says nothing by itself. */
function partsOf(label: string): string[] {
  const parts = label.split(/与|和|、|及/);
  // 分会会长 is 分会长 in most texts.
  const short = label.replace(/(.)\1/g, '$1');
  const all = parts.length > 1 ? [label, ...parts] : [label, ...(short === label ? [] : [short])];
  return all.filter((part) => part.length >= 2 && part !== '其他');
}
