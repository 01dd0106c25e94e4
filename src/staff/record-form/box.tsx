import type { ReactNode } from 'react';
import { usePhrases } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

/** What is wrong, by the box that it belongs to. */
export type Wrong = ReadonlyMap<string, readonly string[]>;

/** The id of a box's control, which the summary of problems links to. */
export function boxId(name: string): string {
  return `f-${name.replaceAll(/[^\w-]/g, '-')}`;
}

/** What a control needs so that its problem is read with it. */
export function described(name: string, wrong: Wrong): { 'aria-invalid'?: true; 'aria-describedby'?: string } {
  return wrong.has(name) ? { 'aria-invalid': true, 'aria-describedby': `${boxId(name)}-wrong` } : {};
}

/** One question with its control, its hint, and what is wrong with the answer. */
export function Box({
  name,
  label,
  hint,
  required = false,
  wrong,
  wide = false,
  children,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required?: boolean;
  readonly wrong: Wrong;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const say = usePhrases(phrases);
  const sentences = wrong.get(name) ?? [];
  return (
    <div className="box" data-wrong={sentences.length > 0 || undefined} data-wide={wide || undefined}>
      <label htmlFor={boxId(name)}>
        {label}
        {required && <span className="required">{say.field.required}</span>}
      </label>
      {children}
      {hint !== undefined && <p className="hint">{hint}</p>}
      {sentences.length > 0 && (
        <div id={`${boxId(name)}-wrong`} className="wrong">
          {sentences.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </div>
      )}
    </div>
  );
}
