import { Select } from 'antd';
import type { Kind } from '../ledger/columns.ts';
import { usePhrases } from '../texts/texts.tsx';
import { Box, boxId } from './box.tsx';
import type { Fields } from './fields.tsx';
import { texts as phrases } from './texts.ts';

/** Who is named in a role, found by a part of the name or its pinyin. */
export function People({
  role,
  label,
  aids,
  content,
  change,
  wrong,
  names,
}: Fields & { readonly role: Kind['people'][number]; readonly label: string }) {
  const say = usePhrases(phrases);
  const named = content.people.filter((one) => one.role === role).map((one) => one.person);
  const offered = aids.people[role] ?? [];
  const missing = named.filter((code) => !offered.some((one) => one.code === code));
  const options = [
    ...missing.map((code) => ({ value: code, label: names.get(code) ?? code, words: '' })),
    ...offered.map((one) => ({ value: one.code, label: one.label, words: one.words })),
  ];
  return (
    <Box name={`people-${role}`} label={label} hint={say.field.peopleHint} wrong={wrong}>
      <Select<string[], (typeof options)[number]>
        id={boxId(`people-${role}`)}
        mode="multiple"
        aria-label={label}
        value={named}
        options={options}
        showSearch={{
          filterOption: (typed, option) => option?.words.includes(typed.trim().toLowerCase()) ?? false,
        }}
        onChange={(codes) =>
          change({
            people: [
              ...content.people.filter((one) => one.role !== role),
              ...codes.map((person) => ({ person, role })),
            ],
          })
        }
      />
    </Box>
  );
}
