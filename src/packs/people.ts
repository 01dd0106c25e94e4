import { readCsv } from './csv.ts';
import type { Findings } from './findings.ts';
import { checkCode, isWithin, overlap, readValidity } from './forms.ts';
import { type PackPerson, type PackPost, type PackUnit, type PostRole, postRoles } from './model.ts';

const peopleColumns = { required: ['code', 'name', 'generated'], optional: ['sex', 'note'] } as const;
const postColumns = { required: ['person', 'unit', 'role', 'valid_from', 'valid_to'], optional: [] } as const;

/** The people of people.csv in its order. */
export function readPeople(folder: string, findings: Findings): PackPerson[] {
  const first = new Map<string, string>();
  return readCsv(folder, 'people.csv', peopleColumns, findings).flatMap(({ place, cells }): PackPerson[] => {
    const { code, name, generated, sex, note } = cells;
    const before = first.get(code);
    if (before !== undefined) {
      findings.add(
        'person_twice',
        place,
        `代码“${code}”已在 ${before} 用过`,
        `the code "${code}" is already used at ${before}`,
      );
      return [];
    }
    if (!checkCode(code, place, findings)) return [];
    first.set(code, place);
    if (name === '') findings.add('person_name', place, '姓名不能空着', 'the name is empty');
    if (!['true', 'false'].includes(generated)) {
      findings.add(
        'generated_form',
        place,
        `generated 应为 true 或 false，而不是“${generated}”`,
        `generated is "${generated}"; it should be true or false`,
      );
    }
    if (!['', '男', '女'].includes(sex))
      findings.add(
        'sex_form',
        place,
        `性别应为 男、女 或空着，而不是“${sex}”`,
        `sex is "${sex}"; it should be 男, 女 or empty`,
      );
    return [{ code, name, generated: generated === 'true', note }];
  });
}

/** The posts of posts.csv in its order. */
export function readPosts(
  folder: string,
  people: readonly PackPerson[],
  units: readonly PackUnit[],
  findings: Findings,
): PackPost[] {
  const persons = new Set(people.map((person) => person.code));
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const held = new Map<string, PackPost[]>();
  return readCsv(folder, 'posts.csv', postColumns, findings).flatMap(({ place, cells }): PackPost[] => {
    const { person, unit, role } = cells;
    const validity = readValidity(cells.valid_from, cells.valid_to, place, findings);
    if (!persons.has(person))
      findings.add('person_unknown', place, `没有代码为“${person}”的人员`, `there is no person "${person}"`);
    const at = byCode.get(unit);
    if (!at) findings.add('unit_unknown', place, `没有代码为“${unit}”的单位`, `there is no unit "${unit}"`);
    else if (!isWithin(validity, at)) {
      findings.add(
        'post_outside_unit',
        place,
        `任职时间超出了“${unit}”的有效期`,
        `the post is held when "${unit}" is not valid`,
      );
    }
    if (!isRole(role)) {
      findings.add(
        'role_unknown',
        place,
        `职务“${role}”不认识，可用：${postRoles.join('、')}`,
        `unknown role "${role}"; use ${postRoles.join(', ')}`,
      );
      return [];
    }
    const post = { person, unit, role, ...validity };
    const key = `${person} ${unit} ${role}`;
    const others = held.get(key) ?? [];
    if (others.some((other) => overlap(other, post)))
      findings.add('post_twice', place, `${person} 的这项任职重复了`, `${person} holds this post twice at a time`);
    held.set(key, [...others, post]);
    return [post];
  });
}

function isRole(text: string): text is PostRole {
  return (postRoles as readonly string[]).includes(text);
}
