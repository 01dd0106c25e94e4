import { Button } from 'antd';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';

export interface Choice {
  readonly kind: string;
  /** Rows that name no host are the chosen unit's. */
  readonly ownUnit: boolean;
  readonly year: number | undefined;
}

/** What the table records, and the table: as a file, dropped or chosen, or pasted. */
export function Source({
  choice,
  change,
  send,
  busy,
}: {
  readonly choice: Choice;
  readonly change: (to: Choice) => void;
  readonly send: (name: string, body: Blob | string) => void;
  readonly busy: boolean;
}) {
  const t = usePhrases(texts);
  const { say } = useTexts();
  const { unit, catalogue, window } = useScope();
  const last = Number(window.slice(-10, -6));
  const years = [last, last - 1, last - 2];
  const ready = choice.kind !== '' && !busy;
  return (
    <>
      <div className="import-choice">
        <label className="choice">
          <span>{t.kind}</span>
          <select value={choice.kind} onChange={(event) => change({ ...choice, kind: event.target.value })}>
            <option value="">{t.kindPick}</option>
            {catalogue.kinds.map((one) => (
              <option key={one.code} value={one.code}>
                {say(one.label)}
              </option>
            ))}
          </select>
        </label>
        <label className="choice">
          <span>{t.year}</span>
          <select
            value={choice.year ?? ''}
            onChange={(event) =>
              change({ ...choice, year: event.target.value === '' ? undefined : Number(event.target.value) })
            }
          >
            {[...new Set([...years, ...(choice.year === undefined ? [] : [choice.year])])].map((year) => (
              <option key={year} value={year}>
                {year}
              </option>
            ))}
            <option value="">{t.yearNone}</option>
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={choice.ownUnit}
            onChange={(event) => change({ ...choice, ownUnit: event.target.checked })}
          />
          {t.unitDefault(unit.short)}
        </label>
      </div>
      <p className="import-template">
        {choice.kind === '' ? (
          <span className="quiet">{t.templateHint}</span>
        ) : (
          <>
            <a href={`/api/imports/templates/${choice.kind}?unit=${encodeURIComponent(unit.code)}`}>{t.template}</a>{' '}
            <span className="quiet">{t.templateHint}</span>
          </>
        )}
      </p>
      <Drop ready={ready} send={send} />
      <Paste ready={ready} send={send} />
    </>
  );
}

function Drop({ ready, send }: { readonly ready: boolean; readonly send: (name: string, body: Blob) => void }) {
  const t = usePhrases(texts);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && ready) send(file.name, file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of the button inside
    <div
      className="import-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{t.drop}</p>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t.file}
        accept=".xlsx,.csv,.tsv,.txt"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) send(file.name, file);
        }}
      />
      <Button type="primary" disabled={!ready} onClick={() => input.current?.click()}>
        {t.file}
      </Button>
      <p className="quiet">{t.dropLimits}</p>
    </div>
  );
}

function Paste({ ready, send }: { readonly ready: boolean; readonly send: (name: string, body: string) => void }) {
  const t = usePhrases(texts);
  const [text, setText] = useState('');
  const hint = useId();
  return (
    <details className="import-paste">
      <summary>{t.paste}</summary>
      <p className="quiet" id={hint}>
        {t.pasteHint}
      </p>
      <textarea
        aria-label={t.paste}
        aria-describedby={hint}
        rows={6}
        wrap="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button disabled={!ready || text.trim() === ''} onClick={() => send(t.paste, text)}>
        {t.pasteSend}
      </Button>
    </details>
  );
}
