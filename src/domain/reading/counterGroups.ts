/** Counter words that count the same thing in different words; sums across a group are allowed. */
const groups: readonly (readonly string[])[] = [
  ['场', '场次', '次', '节', '课', '课时', '期', '场(次)', '场（次）'],
  ['篇', '条', '篇(条)', '篇（条）', '篇次', '条次', '则', '件次'],
  ['人', '名', '位', '个人', '名(人)'],
  ['人次', '人(次)'],
  ['份', '册', '本', '张'],
  ['户', '个家庭', '家'],
  ['个', '家', '所', '处'],
];

const groupsOf = new Map<string, number[]>();
for (const [index, group] of groups.entries())
  for (const word of group) groupsOf.set(word, [...(groupsOf.get(word) ?? []), index]);

export function isSameCounter(left: string, right: string): boolean {
  if (left === right) return true;
  const others = groupsOf.get(right);
  return others !== undefined && (groupsOf.get(left)?.some((group) => others.includes(group)) ?? false);
}

/** One word for each group, so that facts can be looked up by it. */
export function counterGroup(word: string): string {
  const [group] = groupsOf.get(word) ?? [];
  return group === undefined ? word : groups[group]![0]!;
}

/** 人 and 人次 are written for each other and do not count the same. */
export function isConfusable(left: string, right: string): boolean {
  return pairs.some(
    ([one, other]) => (isIn(one, left) && isIn(other, right)) || (isIn(other, left) && isIn(one, right)),
  );
}

const pairs = [
  ['人', '人次'],
  ['户', '人'],
] as const;

function isIn(group: string, word: string): boolean {
  return counterGroup(word) === group;
}
