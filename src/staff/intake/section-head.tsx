import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api, sentences } from '../api.ts';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { forgetIntake, type Item } from './data.ts';
import { texts as both } from './texts.ts';

/** The head of a section: all that is clear is accepted at once, and what many lack in the same way is said once. */
export function SectionHead({
  id,
  section,
  items,
  busy,
  acceptAll,
}: {
  readonly id: number;
  readonly section: string;
  readonly items: readonly Item[];
  readonly busy: boolean;
  readonly acceptAll: (section: string) => void;
}) {
  const say = usePhrases(both);
  const open = items.filter((item) => item.state === 'open');
  const clear = open.filter((item) => item.problems.length === 0 && item.doubts.length === 0);
  return (
    <header className="item-section">
      <h3>
        {section || say.noSection} <span className="quiet">{items.length}</span>
      </h3>
      {clear.length > 0 && (
        <Button size="small" disabled={busy} onClick={() => acceptAll(section)}>
          {say.acceptAll(clear.length)}
        </Button>
      )}
      {lackingOf(open).map((lack) => (
        <Fill key={`${lack.kind} ${lack.place}`} id={id} section={section} lack={lack} />
      ))}
    </header>
  );
}

interface Lack {
  readonly kind: Item['draft']['kind'];
  /** `classes/venue`, `fields/outlet` */
  readonly place: string;
  readonly count: number;
  readonly day: string;
}

/** Classes and outlets that two or more proposals of one kind lack. */
function lackingOf(items: readonly Item[]): Lack[] {
  const found = new Map<string, Lack>();
  for (const { draft, problems } of items) {
    for (const { code, place = '' } of problems) {
      if (code !== 'class_missing' && code !== 'field_missing') continue;
      const key = `${draft.kind} ${place}`;
      found.set(key, { kind: draft.kind, place, count: (found.get(key)?.count ?? 0) + 1, day: draft.to });
    }
  }
  return [...found.values()].filter((one) => one.count > 1);
}

function Fill({ id, section, lack }: { readonly id: number; readonly section: string; readonly lack: Lack }) {
  const say = usePhrases(both);
  const { say: text, language } = useTexts();
  const { catalogue } = useScope();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [part = '', code = ''] = lack.place.split('/');
  const kind = catalogue.kinds.find((one) => one.code === lack.kind)!;
  const field = kind.fields.find((one) => one.code === code);
  const aids = useQuery({
    queryKey: ['form', lack.kind],
    queryFn: () => api.forms.open({ kind: lack.kind }),
    enabled: field?.type === 'outlet',
  });
  const family = catalogue.families.find((one) => one.code === code);
  const list = family?.lists.find(
    (one) => one.validFrom <= lack.day && (one.validTo === null || lack.day <= one.validTo),
  );
  const choices =
    part === 'classes'
      ? (list?.classes ?? []).map((one) => ({ code: one.code, label: text(one.label) }))
      : (aids.data?.outlets ?? []).map((one) => ({ code: one.code, label: one.label }));
  const label = part === 'classes' ? family && text(family.label) : field && text(field.label);
  if (choices.length === 0 || label === undefined) return null;
  const fill = async (value: string) => {
    setBusy(true);
    try {
      const { filled } = await api.intake.fill({ id, section, kind: lack.kind, [part]: { [code]: value } });
      void message.success(say.filled(filled));
      await forgetIntake(id);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
    }
  };
  return (
    <label className="item-fill">
      {say.missing(lack.count, label)}
      <select value="" disabled={busy} onChange={(event) => event.target.value !== '' && void fill(event.target.value)}>
        <option value="">{say.choose}</option>
        {choices.map((one) => (
          <option key={one.code} value={one.code}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}
