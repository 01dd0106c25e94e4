import type { Kind } from '../ledger/columns.ts';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type Aids, showTokens } from './content.ts';
import { texts as phrases } from './texts.ts';

/** What a part of a record that is merged as one is called, and its value in words. */
export function usePartsInWords(kind: Kind, aids: Aids, names: ReadonlyMap<string, string>) {
  const { texts, say: text, language } = useTexts();
  const say = usePhrases(phrases);
  const { catalogue, units } = useScope();
  const label = (part: string): string => {
    const [group = '', code = ''] = part.split('/');
    const found =
      group === 'measures'
        ? kind.measures.find((one) => one.field === code)?.label
        : group === 'classes'
          ? catalogue.families.find((one) => one.code === code)?.label
          : group === 'fields'
            ? kind.fields.find((one) => one.code === code)?.label
            : undefined;
    if (found) return text(found);
    return group === 'people' ? (texts.people[code] ?? code) : (say.part[part] ?? part);
  };
  const nameOf = (code: string): string =>
    names.get(code) ??
    units.find((unit) => unit.code === code)?.name ??
    aids.joint.find((unit) => unit.code === code)?.name ??
    Object.values(aids.people)
      .flat()
      .find((one) => one.code === code)?.label ??
    aids.outlets.find((one) => one.code === code)?.label ??
    code;
  const show = (part: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return '';
    const [group = '', code = ''] = part.split('/');
    const measure = group === 'measures' ? kind.measures.find((one) => one.field === code) : undefined;
    if (measure) return `${(Number(value) / measure.scale).toLocaleString()}${measure.unit}`;
    if (typeof value === 'boolean') return value ? say.yes : say.no;
    if (part === 'narrative') return showTokens(String(value), kind, language);
    const values = Array.isArray(value) ? value.map(String) : [String(value)];
    if (part === 'days') return texts.dayRange(values[0] ?? '', values[1] ?? values[0] ?? '');
    if (group === 'classes') {
      const lists = catalogue.families.find((one) => one.code === code)?.lists ?? [];
      const found = lists.flatMap((one) => one.classes).find((one) => one.code === values[0]);
      return found ? text(found.label) : (values[0] ?? '');
    }
    const coded = part === 'hosts' || group === 'people' || group === 'fields';
    return values.map((one) => (coded ? nameOf(one) : one)).join('、');
  };
  return { label, show };
}
