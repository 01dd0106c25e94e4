import { makeTree, type UnitKind, type UnitTree, unitKinds } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { readCsv } from './csv.ts';
import type { Findings } from './findings.ts';
import { checkCode, isWithin, overlap, readDay, readValidity } from './forms.ts';
import type { Alias, PackUnit, Validity } from './model.ts';
import type { SpreadContext } from './spread-model.ts';

const columns = {
  required: ['code', 'parent', 'kind', 'name', 'short', 'valid_from', 'valid_to'],
  optional: ['division_code', 'aliases', 'note'],
} as const;

/** A unit with the line it was read from. */
interface Placed {
  readonly unit: PackUnit;
  readonly place: string;
}

/** The units of units.csv in its order. A row that has a code of its own is kept even when the rest of it is wrong. */
export function readUnits(folder: string, findings: Findings): PackUnit[] {
  const placed = new Map<string, Placed>();
  for (const { place, cells } of readCsv(folder, 'units.csv', columns, findings)) {
    const before = placed.get(cells.code);
    if (before) {
      findings.add(
        'unit_twice',
        place,
        `代码“${cells.code}”已在 ${before.place} 用过`,
        `the code "${cells.code}" is already used at ${before.place}`,
      );
    } else if (checkCode(cells.code, place, findings)) {
      placed.set(cells.code, { place, unit: readUnit(cells, place, findings) });
    }
  }
  checkRoots(placed, findings);
  checkParents(placed, findings);
  checkNames(placed, findings);
  return [...placed.values()].map(({ unit }) => unit);
}

function readUnit(cells: Readonly<Record<string, string>>, place: string, findings: Findings): PackUnit {
  const { code = '', parent = '', name = '', short = '', division_code: division = '' } = cells;
  if (!isKind(cells.kind)) {
    findings.add(
      'unit_kind',
      place,
      `单位类型“${cells.kind}”不认识，可用：${unitKinds.join('、')}`,
      `unknown kind "${cells.kind}"; use ${unitKinds.join(', ')}`,
    );
  }
  for (const [label, value] of [
    ['name', name],
    ['short', short],
  ] as const) {
    if (value === '') findings.add('unit_name', place, `${label} 不能空着`, `${label} is empty`);
  }
  if (division !== '' && !/^\d{6}(\d{3}){0,2}$/.test(division)) {
    findings.add(
      'division_code',
      place,
      `区划代码“${division}”应为 6、9 或 12 位数字`,
      `the division code "${division}" should have 6, 9 or 12 digits`,
    );
  }
  return {
    code,
    parent: parent === '' ? null : parent,
    kind: isKind(cells.kind) ? cells.kind : 'branch',
    name,
    short,
    divisionCode: division === '' ? null : division,
    aliases: (cells.aliases ?? '').split(';').flatMap((one) => readAlias(one.trim(), place, findings)),
    note: cells.note ?? '',
    ...readValidity(cells.valid_from ?? '', cells.valid_to ?? '', place, findings),
  };
}

function isKind(text: string | undefined): text is UnitKind {
  return (unitKinds as readonly (string | undefined)[]).includes(text);
}

/** `蕉溪乡@~2018-06-29`: the name, and the days from and to which it was in use; either may be left out. */
function readAlias(text: string, place: string, findings: Findings): Alias[] {
  if (text === '') return [];
  const [name = '', days, ...more] = text.split('@');
  const ends = days?.split('~') ?? ['', ''];
  if (name.trim() === '' || more.length > 0 || ends.length !== 2) {
    findings.add(
      'alias_form',
      place,
      `别名“${text}”写法不对，应为 名称 或 名称@起~止`,
      `the alias "${text}" should be name or name@from~to`,
    );
    return [];
  }
  const [from, to] = ends.map((end) => (end.trim() === '' ? null : readDay(end.trim(), place, findings)));
  if (from && to && from > to)
    findings.add('alias_reversed', place, `别名“${text}”的起止颠倒了`, `the days of the alias "${text}" are reversed`);
  return [{ name: name.trim(), from: from ?? null, to: to ?? null }];
}

function checkRoots(placed: ReadonlyMap<string, Placed>, findings: Findings): void {
  const roots = [...placed.values()].filter(({ unit }) => unit.parent === null);
  if (placed.size > 0 && roots.length === 0)
    findings.add(
      'root_missing',
      'units.csv',
      '没有最上级单位：应有一行的 parent 空着',
      'no unit is the root: one row leaves its parent empty',
    );
  for (const { unit, place } of roots.slice(1)) {
    findings.add(
      'root_twice',
      place,
      `“${unit.code}”没有上级，而最上级单位已经有了`,
      `"${unit.code}" has no parent, and there is a root already`,
    );
  }
}

function checkParents(placed: ReadonlyMap<string, Placed>, findings: Findings): void {
  const above = new Set<string>();
  for (const { unit, place } of placed.values()) {
    above.add(unit.code);
    if (unit.parent === null) continue;
    const parent = placed.get(unit.parent)?.unit;
    if (!parent) {
      findings.add(
        'parent_unknown',
        place,
        `没有代码为“${unit.parent}”的上级单位`,
        `there is no unit "${unit.parent}" to be under`,
      );
    } else if (isInCycle(unit, placed)) {
      findings.add('unit_cycle', place, `“${unit.code}”绕一圈又在自己下面`, `"${unit.code}" ends up under itself`);
    } else if (!above.has(parent.code)) {
      findings.add(
        'parent_later',
        place,
        `上级单位“${parent.code}”要写在“${unit.code}”前面`,
        `its parent "${parent.code}" has to come before "${unit.code}"`,
      );
    } else if (!isWithin(unit, parent)) {
      findings.add(
        'unit_outside_parent',
        place,
        `“${unit.code}”的有效期超出了上级“${parent.code}”的有效期`,
        `"${unit.code}" is valid when its parent "${parent.code}" is not`,
      );
    }
  }
}

function isInCycle(unit: PackUnit, placed: ReadonlyMap<string, Placed>): boolean {
  const seen = new Set<string>();
  let at = unit.parent;
  while (at !== null && at !== unit.code && !seen.has(at)) {
    seen.add(at);
    at = placed.get(at)?.unit.parent ?? null;
  }
  return at === unit.code;
}

/** Side by side no two units may be called the same at the same time; under different parents they may (高桥街道, 高桥镇). */
function checkNames(placed: ReadonlyMap<string, Placed>, findings: Findings): void {
  for (const siblings of Map.groupBy(placed.values(), ({ unit }) => unit.parent).values()) {
    const taken = new Map<string, { code: string; validity: Validity }[]>();
    for (const { unit, place } of siblings) {
      for (const [name, validity] of namesOf(unit)) {
        const others = taken.get(name) ?? [];
        const other = others.find((one) => one.code !== unit.code && overlap(one.validity, validity));
        if (other)
          findings.add(
            'unit_name_twice',
            place,
            `“${name}”同时也是“${other.code}”的名称`,
            `"${name}" is a name of "${other.code}" too`,
          );
        taken.set(name, [...others, { code: unit.code, validity }]);
      }
    }
  }
}

function namesOf(unit: PackUnit): [string, Validity][] {
  const own: [string, Validity][] = [unit.name, unit.short].filter((name) => name !== '').map((name) => [name, unit]);
  const others = unit.aliases.map(({ name, from, to }): [string, Validity] => [
    name,
    { validFrom: from ?? ('0001-01-01' as Day), validTo: to },
  ]);
  return [...own, ...others];
}

/** The units as the tree that rules ask; numbered in their order. Units that are part of a cycle stand on their own. */
export function treeOf(units: readonly PackUnit[]): UnitTree {
  const ids = new Map(units.map((unit, at) => [unit.code, at + 1]));
  const paths = new Map<string, string>();
  const tree = units.map(({ code, kind, name, short, parent, validFrom, validTo }, at) => {
    const path = parent !== null && paths.has(parent) ? `${paths.get(parent)}/${code}` : code;
    paths.set(code, path);
    const parentId = parent === null ? null : (ids.get(parent) ?? null);
    return { id: at + 1, code, kind, name, short, position: at, parentId, path, validFrom, validTo };
  });
  return makeTree(tree, []);
}

/** What spreads ask of the tree. */
export function spreadContextOf(tree: UnitTree): SpreadContext {
  return {
    unitsUnder: (code, kind) => {
      const above = tree.find(code);
      if (!above) return [];
      const below = tree.subtree(above).filter((unit) => unit !== above);
      return below.filter((unit) => kind === undefined || unit.kind === kind).map((unit) => unit.code);
    },
    nameOf: (code) => tree.find(code)?.short ?? code,
  };
}
