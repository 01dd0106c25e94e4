import type { Organisation } from '#domain/classes/organisation.ts';
import { type KindCode, personRoleLabels, personRoles } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Habits } from '#domain/records/habits.ts';
import type { Json } from '#kernel/canonical.ts';
import type { Language, Text } from '#kernel/text.ts';
import { showNarrative } from './form/answers.ts';
import { words } from './words.ts';

const wholeLabels: Readonly<Record<string, Text>> = {
  days: words.dayShort,
  hosts: words.hostShort,
  title: words.titleShort,
  place: words.placeShort,
  partners: words.partners,
  narrative: words.tellShort,
};

/** What a part of a record that is merged as one is called on the screens. */
export function labelOfPart(part: string, kind: KindCode, { catalogue }: Organisation, t: Language): string {
  const [group = '', code = ''] = part.split('/');
  const role = personRoles.find((one) => one === code);
  const label =
    wholeLabels[part] ??
    (group === 'measures' ? catalogue.measure(`${kind}.${code}`)?.label : undefined) ??
    (group === 'classes' ? catalogue.family(code)?.label : undefined) ??
    (group === 'fields' ? kinds[kind].fields.find((one) => one.code === code)?.label : undefined) ??
    (group === 'people' && role ? personRoleLabels[role] : undefined);
  return label?.[t] ?? words.others[t];
}

/** The value of such a part in words; empty when there is none. */
export function textOfPart(
  part: string,
  value: Json | undefined,
  kind: KindCode,
  { tree, catalogue }: Organisation,
  { people, outlets }: Habits,
  t: Language,
): string {
  if (value === undefined || value === '') return '';
  const [group = '', code = ''] = part.split('/');
  const texts = Array.isArray(value) ? value.map(String) : [String(value)];
  const measure = group === 'measures' ? catalogue.measure(`${kind}.${code}`) : undefined;
  if (measure) return `${Number(value) / measure.scale}${measure.unit}`;
  if (part === 'days') return [...new Set(texts)].join(' — ');
  if (part === 'hosts') return texts.map((one) => tree.find(one)?.name ?? one).join('、');
  if (part === 'narrative') return showNarrative(String(value), kinds[kind], catalogue, t);
  if (group === 'classes') return catalogue.labelOf(code, String(value))?.[t] ?? String(value);
  const names = new Map([...Object.values(people).flat(), ...outlets].map((one) => [one.code, one.label]));
  return texts.map((one) => names.get(one) ?? one).join('、');
}
