import { Alert, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { momentText } from '../parts.tsx';
import { usePhrases } from '../texts/texts.tsx';
import type { Conflicts } from './content.ts';
import { texts as phrases } from './texts.ts';

export type Side = 'mine' | 'theirs';

/** Both versions of every field that two people changed, side by side, with who and when; nothing is preselected. */
export function ConflictChooser({
  conflicts,
  label,
  show,
  use,
  busy,
}: {
  readonly conflicts: Conflicts;
  readonly label: (part: string) => string;
  readonly show: (part: string, value: unknown) => string;
  readonly use: (choices: Readonly<Record<string, Side>>) => void;
  readonly busy: boolean;
}) {
  const say = usePhrases(phrases);
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const [tried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const missing = conflicts.filter((one) => chosen[one.part] === undefined);
  return (
    <section className="conflicts" aria-labelledby="conflicts-title">
      <h2 id="conflicts-title" ref={heading} tabIndex={-1}>
        {say.conflictTitle}
      </h2>
      <p>{say.conflictLead}</p>
      {tried && missing.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={missing.map((one) => say.choose(label(one.part))).join('；')}
        />
      )}
      {conflicts.map(({ part, base, theirs, mine, by, at }) => {
        const sides = [
          ['theirs', say.theirs(by ?? say.system, at ? momentText(at) : ''), show(part, theirs)],
          ['mine', say.mine, show(part, mine)],
        ] as const;
        return (
          <fieldset key={part}>
            <legend>{label(part)}</legend>
            <p className="quiet">
              {say.was}：{show(part, base) || say.empty}
            </p>
            <div className="versus">
              {sides.map(([side, who, text]) => (
                <label key={side} data-chosen={chosen[part] === side || undefined}>
                  <input
                    type="radio"
                    name={`choice-${part}`}
                    checked={chosen[part] === side}
                    onChange={() => setChosen({ ...chosen, [part]: side })}
                  />
                  <span>
                    <small>{who}</small>
                    <span className="value">{text || say.empty}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        );
      })}
      <Button type="primary" loading={busy} onClick={() => (missing.length === 0 ? use(chosen) : setTried(true))}>
        {say.useChosen}
      </Button>
    </section>
  );
}
