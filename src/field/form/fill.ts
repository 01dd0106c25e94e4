import type { Catalogue } from '#domain/classes/model.ts';
import type { Kind } from '#domain/kinds/model.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Language } from '#kernel/text.ts';
import { type Answers, showNarrative } from './answers.ts';

/** The answers that a draft would have been made of; what a form is filled with. The other way is `draftFrom`. */
export function answersOf(
  draft: RecordDraft,
  kind: Kind,
  catalogue: Catalogue,
  days: readonly Day[],
  language: Language,
): Answers {
  const [host, ...cohosts] = draft.hosts;
  const measures = catalogue.measuresOf(kind.code).filter((measure) => measure.slot !== null);
  return [
    ...dayAnswers(draft, days),
    ['host', host!],
    ['cohost', ''],
    ...cohosts.map((code) => ['cohost', code] as const),
    ['title', draft.title],
    ['place', draft.place],
    ['partner', draft.partners.join('、')],
    ...kind.classes.map(({ family }) => [`c.${family}`, draft.classes[family] ?? ''] as const),
    ...measures.map(({ field, scale }) => {
      const steps = draft.measures[field];
      return [`m.${field}`, steps === undefined ? '' : String(steps / scale)] as const;
    }),
    ['narrative', showNarrative(draft.narrative, kind, catalogue, language)],
    ...kind.fields.map(({ code }) => [`f.${code}`, draft.fields[code] ?? ''] as const),
    ...kind.people.flatMap((role) => [
      [`p.${role}`, ''] as const,
      ...draft.people.filter((one) => one.role === role).map((one) => [`p.${role}`, one.person] as const),
    ]),
  ];
}

function dayAnswers({ from, to }: RecordDraft, days: readonly Day[]): Answers {
  const first = ['day_from', from === to ? '' : from] as const;
  if (days.includes(to)) return [['day', to], ['day_other', ''], first];
  return [['day', 'other'], ['day_other', to], first];
}
