import { Select } from 'antd';
import type { Kind } from '../ledger/columns.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Box, boxId, described, type Wrong } from './box.tsx';
import { ClassBox } from './class-box.tsx';
import type { Aids, FormContent } from './content.ts';
import { Hosts } from './hosts.tsx';
import { KindField } from './kind-field.tsx';
import { Measures } from './measures.tsx';
import { Narrative } from './narrative.tsx';
import { People } from './people.tsx';
import { texts as phrases } from './texts.ts';

export interface Fields {
  readonly kind: Kind;
  readonly aids: Aids;
  readonly content: FormContent;
  readonly change: (to: Partial<FormContent>) => void;
  readonly wrong: Wrong;
  /** Names of people and units that the record has already, by code; the lists may not know them any more. */
  readonly names: ReadonlyMap<string, string>;
}

/** Everything that a record of this kind is asked, on one page. */
export function RecordFields(fields: Fields) {
  const { kind, aids, content, change, wrong } = fields;
  const { texts, say: text } = useTexts();
  const say = usePhrases(phrases);
  const { asking } = aids;
  const required = kind.fields.filter((field) => field.required);
  const others = kind.fields.filter((field) => !field.required);
  return (
    <>
      <section className="boxes">
        <Hosts {...fields} />
        <Box name="from" label={text(asking.day)} required wrong={wrong}>
          <input
            id={boxId('from')}
            type="date"
            max={aids.today}
            value={content.from}
            onChange={(event) => change({ from: event.target.value })}
            {...described('from', wrong)}
          />
        </Box>
        <Box name="last" label={say.field.last} hint={say.field.lastHint} wrong={wrong}>
          <input
            id={boxId('last')}
            type="date"
            min={content.from}
            max={aids.today}
            value={content.to}
            onChange={(event) => change({ to: event.target.value })}
          />
        </Box>
        <Box name="title" label={text(asking.title)} hint={text(asking.example)} required wide wrong={wrong}>
          <Suggested
            name="title"
            value={content.title}
            set={(title) => change({ title })}
            from={aids.titles}
            wrong={wrong}
          />
        </Box>
        {asking.place && (
          <Box name="place" label={text(asking.place)} wrong={wrong}>
            <Suggested
              name="place"
              value={content.place}
              set={(place) => change({ place })}
              from={aids.places}
              wrong={wrong}
            />
          </Box>
        )}
        {required.map((field) => (
          <KindField key={field.code} field={field} {...fields} />
        ))}
        {kind.classes.map((one) => (
          <ClassBox key={one.family} family={one.family} required={one.required} {...fields} />
        ))}
      </section>
      <Measures {...fields} />
      <Narrative {...fields} />
      <section className="boxes" aria-labelledby="form-more">
        <h2 id="form-more">{say.field.more}</h2>
        {kind.people.map((role) => (
          <People
            key={role}
            role={role}
            label={asking.who && role === kind.people[0] ? text(asking.who) : (texts.people[role] ?? role)}
            {...fields}
          />
        ))}
        {asking.place && (
          <Box name="partners" label={say.field.partners} hint={say.field.partnersHint} wrong={wrong}>
            <Select<string[]>
              id={boxId('partners')}
              mode="tags"
              aria-label={say.field.partners}
              value={content.partners}
              tokenSeparators={['、', '，', ',', '；', ';']}
              options={aids.partners.map((one) => ({ value: one, label: one }))}
              onChange={(partners) => change({ partners })}
              {...described('partners', wrong)}
            />
          </Box>
        )}
        {others.map((field) => (
          <KindField key={field.code} field={field} {...fields} />
        ))}
        <label className="check">
          <input
            type="checkbox"
            checked={content.highlight}
            onChange={(event) => change({ highlight: event.target.checked })}
          />
          {say.field.highlight}
        </label>
      </section>
    </>
  );
}

/** A text with what was written before to choose from. */
function Suggested({
  name,
  value,
  set,
  from,
  wrong,
}: {
  readonly name: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly from: readonly string[];
  readonly wrong: Wrong;
}) {
  return (
    <>
      <input
        id={boxId(name)}
        type="text"
        maxLength={400}
        value={value}
        list={`${boxId(name)}-before`}
        autoComplete="off"
        onChange={(event) => set(event.target.value)}
        {...described(name, wrong)}
      />
      <datalist id={`${boxId(name)}-before`}>
        {from.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
