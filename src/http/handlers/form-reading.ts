import type { Catalogue, Measure } from '#domain/classes/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { readNumber } from '#domain/reading/typedNumber.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { parseDay } from '#kernel/day.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import type { FormContent } from '../contract/forms.ts';

/** What a draft starts from where the form does not ask: the record that it changes. */
export type FormStart = Pick<RecordDraft, 'key' | 'generated'> & { readonly fallback: RecordDraft['from'] };

/**
 * The draft that a form makes, and what in it cannot be read. What is unreadable is left out or stands in for itself, so
 * that everything else can be checked at the same time. A form that is only kept for later may be without a title.
 */
export function readForm(
  content: FormContent,
  start: FormStart,
  catalogue: Catalogue,
  complete: boolean,
): { readonly draft: RecordDraft; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const add = (code: string, place: string, zh: string, en: string) => problems.push(problem(code, { zh, en }, place));
  const kind = kinds[content.kind];
  const day = (place: 'from' | 'to') => {
    const text = content[place].trim();
    const read = parseDay(text);
    if (!read && text === '') add('day_missing', place, '还没有选日期', 'no day has been chosen');
    else if (!read) add('day_unknown', place, `日期“${text}”不存在，请重新选`, `${text} is not a day`);
    return read ?? start.fallback;
  };
  const text = (place: string, value: string, most: number) => {
    const said = tidy(value);
    if (said.length > most)
      add(
        'text_too_long',
        place,
        `最多 ${most} 个字，现在有 ${said.length} 个，请写短一些`,
        `at most ${most} characters; there are ${said.length}`,
      );
    return said.slice(0, most);
  };
  const to = day('to');
  const from = content.from.trim() === '' ? to : day('from');
  const title = text('title', content.title, 200);
  if (title === '' && complete)
    add('title_missing', 'title', '还没有写名称，写几个字就行', 'the title is missing; a few words will do');
  if (content.hosts.length === 0) add('host_missing', 'hosts', '请选择主办单位', 'choose the host');
  const draft: RecordDraft = {
    kind: content.kind,
    hosts: content.hosts,
    from,
    to,
    title: title || kind.label.zh,
    place: text('place', content.place, 200),
    partners: [...new Set(content.partners.map((one) => text('partners', one, 100)).filter(Boolean))],
    classes: filled(content.classes),
    measures: readMeasures(content, catalogue, add),
    narrative: text('narrative', content.narrative, 5000),
    highlight: content.highlight,
    people: content.people,
    fields: readFields(content, add, text),
    key: start.key,
    generated: start.generated,
  };
  return { draft, problems };
}

type Add = (code: string, place: string, zh: string, en: string) => void;

function readMeasures(content: FormContent, catalogue: Catalogue, add: Add): Record<string, number> {
  const measures: Record<string, number> = {};
  for (const [field, typed] of Object.entries(filled(content.measures))) {
    const measure = catalogue.measure(`${content.kind}.${field}`);
    const steps = measure && stepsOf(typed, measure);
    if (steps !== undefined) measures[field] = steps;
    else
      add(
        measure ? 'count_unreadable' : 'measure_unknown',
        `measures/${field}`,
        measure
          ? `${measure.label.zh}填的是“${typed}”，请只填数字，例如 ${measure.scale === 1 ? '120' : '120.50'}`
          : `没有“${field}”这个指标`,
        measure ? `${measure.label.en} is "${typed}"; please give a number` : `there is no measure ${field}`,
      );
  }
  return measures;
}

function stepsOf(typed: string, { unit, scale }: Measure): number | undefined {
  const value = readNumber(typed, unit);
  const steps = value === undefined ? undefined : Math.round(value * scale);
  // A thousandth off is a rounding of binary fractions, not a finer sum.
  return value === undefined || steps === undefined || Math.abs(value * scale - steps) > 0.001 ? undefined : steps;
}

function readFields(
  content: FormContent,
  add: Add,
  text: (place: string, value: string, most: number) => string,
): Record<string, string> {
  const known = new Map(kinds[content.kind].fields.map((field) => [field.code, field]));
  return Object.fromEntries(
    Object.entries(filled(content.fields)).map(([code, typed]) => {
      const said = text(`fields/${code}`, typed, 2000);
      const field = known.get(code);
      if (field?.type !== 'url') return [code, said];
      const address = /^[a-z]+:/i.test(said) ? said : `https://${said}`;
      if (!isAddress(address))
        add(
          'url_form',
          `fields/${code}`,
          `${field.label.zh}“${said.slice(0, 40)}”不像网址，请从浏览器里复制整个地址`,
          `"${said.slice(0, 40)}" is not an address`,
        );
      return [code, address];
    }),
  );
}

function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname.includes('.');
}

function filled(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
}

function tidy(value: string): string {
  return value
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}
