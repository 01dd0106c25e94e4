import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Box, boxId, described } from './box.tsx';
import type { Fields } from './fields.tsx';
import { texts as phrases } from './texts.ts';

/** A class from the list that was in force on the day; one of another version stays visible until it is changed. */
export function ClassBox({
  family: code,
  required,
  aids,
  content,
  change,
  wrong,
}: Fields & { readonly family: string; readonly required: boolean }) {
  const { say: text } = useTexts();
  const say = usePhrases(phrases);
  const { catalogue } = useScope();
  const family = catalogue.families.find((one) => one.code === code);
  const day = content.to || content.from || aids.today;
  const list = family?.lists.find((one) => one.validFrom <= day && (one.validTo === null || day <= one.validTo));
  const chosen = content.classes[code] ?? '';
  if (!family || (!list && chosen === '')) return null;
  const name = `classes/${code}`;
  const known = list?.classes.some((one) => one.code === chosen) ?? false;
  const old = family.lists.flatMap((one) => one.classes).find((one) => one.code === chosen);
  return (
    <Box name={name} label={text(family.label)} required={required} wrong={wrong}>
      <select
        id={boxId(name)}
        value={chosen}
        onChange={(event) => {
          const { [code]: _, ...others } = content.classes;
          change({ classes: event.target.value === '' ? others : { ...others, [code]: event.target.value } });
        }}
        {...described(name, wrong)}
      >
        <option value="">{say.field.choosePlease}</option>
        {(list?.classes ?? []).map((one) => (
          <option key={one.code} value={one.code}>
            {text(one.label)}
          </option>
        ))}
        {chosen !== '' && !known && (
          <option value={chosen}>
            {old ? text(old.label) : chosen}
            {say.field.notInList}
          </option>
        )}
      </select>
    </Box>
  );
}
