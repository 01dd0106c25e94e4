import { Select } from 'antd';
import type { Kind } from '../ledger/columns.ts';
import { useTexts } from '../texts/texts.tsx';
import { Box, boxId, described } from './box.tsx';
import type { Fields } from './fields.tsx';

/** A field that only this kind has. */
export function KindField({
  field,
  aids,
  content,
  change,
  wrong,
}: Fields & { readonly field: Kind['fields'][number] }) {
  const { say: text } = useTexts();
  const name = `fields/${field.code}`;
  const value = content.fields[field.code] ?? '';
  const set = (said: string) => change({ fields: { ...content.fields, [field.code]: said } });
  if (field.type === 'outlet' && aids.outlets.length > 0) {
    const options = aids.outlets.map((one) => ({ value: one.code, label: one.label }));
    const known = options.some((one) => one.value === value);
    return (
      <Box name={name} label={text(field.label)} required={field.required} wrong={wrong}>
        <Select<string>
          id={boxId(name)}
          aria-label={text(field.label)}
          value={value || null}
          options={value !== '' && !known ? [{ value, label: value }, ...options] : options}
          showSearch={{ optionFilterProp: 'label' }}
          // Choosing an outlet answers the question for its level.
          onChange={(code) => {
            const outlet = aids.outlets.find((one) => one.code === code);
            change({
              fields: { ...content.fields, [field.code]: code },
              ...(outlet?.family !== undefined &&
                outlet.level !== undefined && { classes: { ...content.classes, [outlet.family]: outlet.level } }),
            });
          }}
          {...described(name, wrong)}
        />
      </Box>
    );
  }
  return (
    <Box name={name} label={text(field.label)} required={field.required} wrong={wrong}>
      {field.type === 'long_text' ? (
        <textarea
          id={boxId(name)}
          rows={3}
          value={value}
          onChange={(event) => set(event.target.value)}
          {...described(name, wrong)}
        />
      ) : (
        <input
          id={boxId(name)}
          type="text"
          inputMode={field.type === 'url' ? 'url' : 'text'}
          maxLength={2000}
          value={value}
          onChange={(event) => set(event.target.value)}
          {...described(name, wrong)}
        />
      )}
    </Box>
  );
}
