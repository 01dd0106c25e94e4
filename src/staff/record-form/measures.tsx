import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Box, boxId, described } from './box.tsx';
import type { Fields } from './fields.tsx';
import { texts as phrases } from './texts.ts';

/** What is counted, each number with its counter word. */
export function Measures({ kind, content, change, wrong }: Fields) {
  const { say: text } = useTexts();
  const say = usePhrases(phrases);
  const measures = kind.measures.filter((measure) => measure.additive === 'sum');
  if (measures.length === 0) return null;
  return (
    <section className="boxes numbers" aria-labelledby="form-measures">
      <h2 id="form-measures">{say.field.measures}</h2>
      <p className="hint">{say.field.measuresHint}</p>
      {measures.map((measure) => {
        const name = `measures/${measure.field}`;
        return (
          <Box
            key={measure.field}
            name={name}
            label={text(measure.label)}
            hint={measure.claimed ? say.field.claimed : undefined}
            wrong={wrong}
          >
            <span className="with-unit">
              <input
                id={boxId(name)}
                type="text"
                inputMode="decimal"
                maxLength={40}
                value={content.measures[measure.field] ?? ''}
                onChange={(event) => change({ measures: { ...content.measures, [measure.field]: event.target.value } })}
                {...described(name, wrong)}
              />
              <span>{measure.unit}</span>
            </span>
          </Box>
        );
      })}
    </section>
  );
}
