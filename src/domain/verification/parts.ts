import type { Organisation } from '#domain/classes/organisation.ts';
import { personRoleLabels, personRoles } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Part } from '#domain/records/merge.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import type { Text } from '#kernel/text.ts';

/** Names by code of what a record refers to by code: people and outlets. */
export type Names = ReadonlyMap<string, string>;

const wholes: Readonly<Record<string, Text>> = {
  kind: { zh: '类型', en: 'Kind' },
  days: { zh: '日期', en: 'Day' },
  hosts: { zh: '主办单位', en: 'Hosts' },
  title: { zh: '名称', en: 'Title' },
  place: { zh: '地点', en: 'Place' },
  partners: { zh: '参加单位', en: 'Partners' },
  narrative: { zh: '经过', en: 'Account' },
  highlight: { zh: '亮点', en: 'Highlight' },
  generated: { zh: '示例数据', en: 'Sample data' },
  photos: { zh: '照片', en: 'Photos' },
};

/** What a part of a record is called; undefined when a record of this kind has no such part. */
export function partLabel(part: Part, kind: RecordDraft['kind'], { catalogue }: Organisation): Text | undefined {
  const [group = '', code = ''] = part.split('/');
  if (code === '') return wholes[part];
  switch (group) {
    case 'measures': {
      const measure = catalogue.measure(`${kind}.${code}`);
      return measure && measure.slot !== null ? measure.label : undefined;
    }
    case 'classes':
      return kinds[kind].classes.some((one) => one.family === code) ? catalogue.family(code)?.label : undefined;
    case 'fields':
      return kinds[kind].fields.find((one) => one.code === code)?.label;
    case 'people': {
      const role = personRoles.find((one) => one === code && kinds[kind].people.includes(one));
      return role && personRoleLabels[role];
    }
    default:
      return undefined;
  }
}

/** The parts that a verifier may comment on, in the order in which a record shows them. */
export function partsToComment(kind: RecordDraft['kind'], organisation: Organisation): Part[] {
  const { fields, classes, people } = kinds[kind];
  const entered = organisation.catalogue.measuresOf(kind).filter((one) => one.slot !== null);
  const parts = [
    ...['days', 'hosts', 'place', 'partners'],
    ...classes.map((one) => `classes/${one.family}`),
    ...entered.map((one) => `measures/${one.field}`),
    ...people.map((role) => `people/${role}`),
    ...fields.map((one) => `fields/${one.code}`),
    ...['title', 'narrative', 'photos'],
  ];
  return parts.filter((part) => partLabel(part, kind, organisation) !== undefined);
}

/** What a part of a record says, in words; empty when it says nothing. */
export function partText(part: Part, draft: RecordDraft, organisation: Organisation, names: Names): Text {
  const { catalogue, tree } = organisation;
  const [group = '', code = ''] = part.split('/');
  const named = (codes: readonly string[]) => codes.map((one) => names.get(one) ?? one).join('、');
  switch (group) {
    case 'kind':
      return kinds[draft.kind].label;
    case 'days':
      return both(draft.from === draft.to ? draft.to : `${draft.from} — ${draft.to}`);
    case 'hosts':
      return both(draft.hosts.map((one) => tree.find(one)?.name ?? one).join('、'));
    case 'partners':
      return both(draft.partners.join('、'));
    case 'highlight':
    case 'generated':
      return draft[group] ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
    case 'measures': {
      const [measure, value] = [catalogue.measure(`${draft.kind}.${code}`), draft.measures[code]];
      return both(value === undefined ? '' : `${value / (measure?.scale ?? 1)}${measure?.unit ?? ''}`);
    }
    case 'classes': {
      const value = draft.classes[code];
      return value === undefined ? both('') : (catalogue.labelOf(code, value) ?? both(value));
    }
    case 'fields': {
      const value = draft.fields[code] ?? '';
      return both(names.get(value) ?? value);
    }
    case 'people':
      return both(named(draft.people.filter((one) => one.role === code).map((one) => one.person)));
    case 'title':
    case 'place':
    case 'narrative':
      return both(draft[group]);
    default:
      return both('');
  }
}

function both(text: string): Text {
  return { zh: text, en: text };
}
