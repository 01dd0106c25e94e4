import type { Unit, UnitTree } from '#domain/units/tree.ts';
import { refuse } from '#kernel/problem.ts';

/** The unit of that code, name or short name. Raises ProblemError naming near ones when there is none, or when several fit. */
export function findUnit(tree: UnitTree, text: string): Unit {
  const exact = tree.units.filter((unit) => unit.code === text || unit.name === text || unit.short === text);
  if (exact.length === 1) return exact[0]!;
  const near = (
    exact.length > 1 ? exact : tree.units.filter((unit) => unit.name.includes(text) || text.includes(unit.short))
  ).slice(0, 5);
  const hint = near.map((unit) => `${unit.short}（${unit.code}）`).join('、');
  return refuse(
    exact.length > 1 ? 'unit_ambiguous' : 'unit_unknown',
    exact.length > 1
      ? { zh: `“${text}”不止一个单位，请用代码：${hint}`, en: `${text} names several units; use a code` }
      : { zh: `没有名为“${text}”的单位${hint ? `；相近的有：${hint}` : ''}`, en: `there is no unit ${text}` },
    '--unit',
  );
}
