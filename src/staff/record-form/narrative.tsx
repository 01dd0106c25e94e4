import { Button } from 'antd';
import { useRef } from 'react';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { Box, boxId, described } from './box.tsx';
import { readAloud, readTokens, showTokens } from './content.ts';
import type { Fields } from './fields.tsx';
import { texts as phrases } from './texts.ts';

/** What happened, in prose. The record's own numbers are put in by button, so that text and number cannot part. */
export function Narrative({ kind, content, change, wrong }: Fields) {
  const { language, say: text } = useTexts();
  const say = usePhrases(phrases);
  const box = useRef<HTMLTextAreaElement>(null);
  const given = kind.measures.filter((measure) => (content.measures[measure.field] ?? '').trim() !== '');
  const insert = (label: string) => {
    const area = box.current;
    if (!area) return;
    const token = `{${label}}`;
    const { selectionStart, selectionEnd, value } = area;
    change({ narrative: readTokens(value.slice(0, selectionStart) + token + value.slice(selectionEnd), kind) });
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(selectionStart + token.length, selectionStart + token.length);
    });
  };
  const aloud = readAloud(content, kind);
  return (
    <section className="boxes">
      <Box name="narrative" label={say.field.narrative} wide wrong={wrong}>
        {given.length > 0 && (
          <p className="inserts">
            <span className="quiet">{say.field.insert}</span>
            {given.map((measure) => (
              <Button key={measure.field} size="small" onClick={() => insert(measure.label[language])}>
                {text(measure.label)}
              </Button>
            ))}
          </p>
        )}
        <textarea
          id={boxId('narrative')}
          ref={box}
          rows={7}
          maxLength={5000}
          value={showTokens(content.narrative, kind, language)}
          onChange={(event) => change({ narrative: readTokens(event.target.value, kind) })}
          {...described('narrative', wrong)}
        />
        {aloud !== content.narrative && (
          <p className="aloud">
            <span className="quiet">{say.field.preview}</span> {aloud}
          </p>
        )}
      </Box>
    </section>
  );
}
