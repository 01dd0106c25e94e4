import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Unit } from '#domain/units/tree.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import { classIn } from './classing.ts';
import type { Dated } from './dating.ts';
import { companionsIn, peopleIn, placeIn, titleOf } from './finding.ts';
import { outletIn } from './knowledge.ts';
import { valueIn } from './measuring.ts';
import type { Proposal, ProposedDraft, Span } from './model.ts';
import type { Line } from './outline.ts';
import { type Counted, countedWhy, type Scene } from './scene.ts';

/** What a record is made of, once it is known where it begins and ends. */
export interface Stuff {
  readonly kind: KindCode;
  readonly line: Line;
  readonly span: Span;
  /** The whole deed, of which `span` may be one item of a list. */
  readonly around: Span;
  readonly isItem: boolean;
  readonly host: Unit;
  readonly counted: readonly Counted[];
  readonly dated: Dated;
  readonly highlight: boolean;
  /** Why it is of this kind. */
  readonly kindWhy: Text;
  /** Fields that the cells of a table say. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly place?: string;
  /** Where classes are looked for, when not in the words themselves: a cell of media is no venue. */
  readonly classText?: string;
}

/** The record that a stretch of the document tells of, with the reason for each part. */
export function proposalOf(scene: Scene, stuff: Stuff): Proposal {
  const { folded, text, knowledge } = scene;
  const { kind, line, span, around, host, counted, dated, isItem } = stuff;
  const own = folded.slice(span.start, span.end);
  const whole = folded.slice(around.start, around.end);
  const measures: Record<string, number> = {};
  for (const { measure, quantity } of counted) measures[measure.field] = valueIn(measure, quantity);
  const places = isItem ? 0 : placesApart(own);
  const first = knowledge.organisation.catalogue
    .measuresOf(kind)
    .find((one) => one.slot !== null && one.defaultValue === 1);
  const isApart = places > 1 && first !== undefined && measures[first.field] === undefined;
  if (isApart) measures[first.field] = places;
  const companions = isItem ? { units: [], partners: [] } : companionsIn(own, knowledge.names, dated.to, host);
  const others = companions.units.filter((unit) => !isOneLine(knowledge.organisation.tree, unit, host));
  const people = peopleOf(scene, kind, own, counted);
  const title =
    stuff.title ??
    titleFor(
      stuff,
      own,
      whole,
      counted.map((one) => one.quantity.text),
    );
  const classes = classesOf(scene, stuff, stuff.classText ?? own, stuff.classText ?? whole, title);
  const fields = { ...fieldsOf(scene, kind, own), ...stuff.fields };
  const draft: ProposedDraft = {
    kind,
    hosts: [host.code, ...others.map((unit) => unit.code)],
    from: dated.from,
    to: dated.to,
    title,
    place: stuff.place ?? (isItem ? '' : placeIn(own)),
    partners: [...companions.partners],
    classes,
    measures,
    narrative: isItem ? '' : narrativeOf(text, span),
    highlight: stuff.highlight,
    people,
    fields,
  };
  const counters = scene.lineNumber(line);
  return {
    ...{ start: span.start, end: span.end, section: line.section },
    quantities: counted.map((one) => one.index),
    draft,
    why: [
      {
        zh: `来自第 ${counters} 段${line.body > line.start ? `：“${text.slice(line.start, line.body)}”` : ''}，主办单位是${host.name}`,
        en: `from paragraph ${counters}; the host is ${host.name}`,
      },
      stuff.kindWhy,
      ...counted.map(countedWhy),
      ...(isApart
        ? [
            {
              zh: `分别在 ${places} 处，计作${first.label.zh} ${places}${first.unit}`,
              en: `at ${places} places, so ${places} of ${first.label.en}`,
            },
          ]
        : []),
      dated.why,
    ],
    doubts: doubtsOf(counted),
  };
}

/** How many places something was held at, each for itself: 分别在甲中学、乙中学和丙社区开展. */
function placesApart(text: string): number {
  const named = /分别在+([^，。；]{4,60}?)(?:举行|举办|开展|进行|召开)/.exec(text)?.[1];
  return named === undefined ? 0 : named.replace(/(等|先后|集中)$/, '').split(/、|和|与|及/).length;
}

function peopleOf(
  { knowledge }: Scene,
  kind: KindCode,
  own: string,
  counted: readonly Counted[],
): ProposedDraft['people'] {
  const role = kinds[kind].people[0];
  if (!role) return [];
  // Whose a number is has been read as a name already; others are looked for in the words.
  const owners = new Set(counted.map((one) => one.quantity.owner));
  const named = peopleIn(own, knowledge.people);
  return knowledge.people
    .filter((one) => owners.has(one.name) || named.includes(one))
    .map((one) => ({ person: one.code, role }));
}

/**
 * An item of a list says its class itself (进学校78场). A deed says a class that its kind needs anywhere in its words, others
 * only in what it is called: an account mentions many things in passing.
 */
function classesOf(
  scene: Scene,
  { kind, dated, isItem, counted }: Stuff,
  own: string,
  whole: string,
  title: string,
): Record<string, string> {
  const { catalogue } = scene.knowledge.organisation;
  const noun = counted.map((one) => one.quantity.noun).join(' ');
  const found: Record<string, string> = {};
  for (const { family, required } of kinds[kind].classes) {
    const places = isItem ? [`${own} ${noun}`] : required ? [`${own} ${noun}`, whole] : [title];
    const code = places.map((place) => classIn(place, family, dated.to, catalogue)).find((one) => one !== undefined);
    if (code !== undefined) found[family] = code;
  }
  const outlet = kinds[kind].fields.some((field) => field.type === 'outlet')
    ? outletIn(own, scene.knowledge)
    : undefined;
  for (const { family } of kinds[kind].classes) {
    const list = catalogue.listOn(family, dated.to);
    if (outlet && found[family] === undefined && list?.classes.some((one) => one.code === outlet.level))
      found[family] = outlet.level;
  }
  return found;
}

function fieldsOf(scene: Scene, kind: KindCode, own: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const field of kinds[kind].fields) {
    const outlet = field.type === 'outlet' ? outletIn(own, scene.knowledge) : undefined;
    if (outlet) fields[field.code] = outlet.code;
  }
  return fields;
}

/** Items of a list are called after what they are (周跃五：宣讲), deeds after what was done. */
function titleFor(
  { isItem, host, kind, counted }: Stuff,
  own: string,
  whole: string,
  numbers: readonly string[],
): string {
  const [first] = counted;
  if (!isItem || !first) return titleOf(own, numbers) || titleOf(whole, numbers) || kinds[kind].label.zh;
  const { noun, owner } = first.quantity;
  const label = owner !== '' && !owner.includes(host.short) ? owner : noun;
  return `${label === '' ? host.short : label}：${first.measure.label.zh}`.slice(0, 60);
}

function narrativeOf(text: string, { start, end }: Span): string {
  const words = text.slice(start, end).trim();
  const closed = /[。！？]$/.test(words) ? words : `${words.replace(/[；;，,]$/, '')}。`;
  // In an account, a name in braces stands for a number of the record.
  return closed.replaceAll(/\{([a-z_]+)\}/g, '（$1）').slice(0, 5000);
}

function isOneLine(tree: Scene['knowledge']['organisation']['tree'], left: Unit, right: Unit): boolean {
  return tree.isUnder(left, right) || tree.isUnder(right, left);
}

function doubtsOf(counted: readonly Counted[]): Problem[] {
  return counted.flatMap(({ quantity }) =>
    quantity.conflictingQualifiers
      ? [
          problem('hedges_contradict', {
            zh: `“${quantity.text}”前后的约数说法矛盾，请核对`,
            en: `the hedges of "${quantity.text}" contradict each other`,
          }),
        ]
      : [],
  );
}
