import { z } from 'zod';
import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { type UnitKind, unitKinds } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { type Window, windowText } from '#kernel/window.ts';
import type { ReportingSection, Source } from './model.ts';

/** The parts of a template's block that say which records it tells of or counts; the rest is the summary's own. */
const Block = z.looseObject({
  type: z.string(),
  kinds: z.array(z.string()).default([]),
  highlight: z.boolean().optional(),
  measure: z.string().optional(),
  family: z.string().optional(),
  classes: z.record(z.string(), z.string()).default({}),
  window: z.string().optional(),
  own: z.enum(unitKinds).optional(),
  units: z.enum(unitKinds).optional(),
  columns: z.array(z.looseObject({ measure: z.string().optional() })).default([]),
});
type Block = z.output<typeof Block>;

const Content = z.looseObject({
  windows: z.record(z.string(), z.string()).default({}),
  sections: z.array(z.looseObject({ code: z.string(), title: z.string(), blocks: z.array(Block) })),
});

/**
 * The sections of a template that records fall into, in its order, with the windows of this round. A section whose blocks
 * name no record, such as the one on what comes next, is left out.
 */
export function sectionsOf(
  content: unknown,
  window: Window,
  windows: Readonly<Record<string, Window>>,
): ReportingSection[] {
  const template = Content.parse(content);
  const windowOf = (name?: string): Window => {
    if (name === undefined) return window;
    const year = { from: `${window.to.slice(0, 4)}-01-01` as Day, to: window.to };
    return windows[name] ?? (template.windows[name] === 'year' ? year : window);
  };
  return template.sections.flatMap(({ code, title, blocks }) => {
    const parts = new Set<string>();
    const named = (name?: string) => {
      if (name !== undefined) parts.add(name);
      return windowOf(name);
    };
    const sources = distinct(
      blocks.flatMap((block) => sourcesOf(block, named)),
      (one) => JSON.stringify(one),
    );
    if (sources.length === 0) return [];
    const short = title.replace(/(工作)?(情况)?$/, '') || title;
    const spans = distinct(
      sources.map((source) => source.window),
      windowText,
    );
    return [{ code, title, short, sources, windows: spans, parts: [...parts] }];
  });
}

function sourcesOf(block: Block, windowOf: (name?: string) => Window): Source[] {
  const window = windowOf(block.window);
  const told = block.kinds.flatMap((kind) => source(kind, block.highlight, window));
  const of = { ...(block.units && { of: block.units }), ...(block.own && { of: block.own, own: true }) };
  const measures = [block.measure, ...block.columns.map((column) => column.measure)];
  const counted = measures.flatMap((measure) => source(measure?.split('.')[0], undefined, window, block.classes, of));
  return [...told, ...counted, ...textsIn(block).flatMap((text) => sourcesInText(text, windowOf))];
}

function source(
  kind: string | undefined,
  highlight: boolean | undefined,
  window: Window,
  classes: Readonly<Record<string, string>> = {},
  of: { readonly of?: UnitKind; readonly own?: boolean } = {},
): Source[] {
  const known = kindCodes.find((one) => one === kind);
  return known ? [{ kind: known, classes, window, ...(highlight !== undefined && { highlight }), ...of }] : [];
}

// A figure in a text, as src/domain/summary/token.ts reads it: measure, classes, the name of a window.
const figure = /\{([a-z_]+)\.[a-z_]+((?:\|[a-z_]+=[a-z0-9_]+)*)(?:@([a-z_]+))?~?\}/g;

/** Figures of a block's own sentences count too; those of people, classes and ranks repeat what the block counts. */
function sourcesInText(text: string, windowOf: (name?: string) => Window): Source[] {
  return [...text.matchAll(figure)].flatMap(([, kind, filters = '', window]) => {
    const pairs = filters
      .split('|')
      .filter(Boolean)
      .map((one) => one.split('=') as [string, string]);
    return source(kind as KindCode, undefined, windowOf(window), Object.fromEntries(pairs));
  });
}

function textsIn(block: Block): string[] {
  if (block.type !== 'paragraph' && block.type !== 'contributions') return [];
  const within = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return value !== null && typeof value === 'object' ? Object.values(value).flatMap(within) : [];
  };
  return [block.text, block.totals].flatMap(within);
}

function distinct<Value>(values: readonly Value[], key: (value: Value) => string): Value[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}
