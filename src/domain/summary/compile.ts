import type { Db, Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import { canonicalJson, type Json } from '#kernel/canonical.ts';
import type { Day } from '#kernel/day.ts';
import { type Window, windowInWords } from '#kernel/window.ts';
import { askBlock, writeBlock } from './blocks/registry.ts';
import type { Draft } from './blocks/writer.ts';
import type { Inline, Summary } from './model.ts';
import { countPending, readCommitments, readHolders, readTexts, readTold } from './store.ts';
import type { Template } from './template.ts';

export interface CompileRequest {
  readonly unit: Unit;
  readonly window: Window;
  readonly template: Template;
  /** Windows of single parts that the round sets itself. */
  readonly windows?: Readonly<Record<string, Window>>;
  readonly title?: string;
}

/**
 * Compiles a unit's summary of a window from verified records: sections as the template has them, every number a figure.
 * A window without records gives a summary that says so. Raises ProblemError when the template asks for a measure, class
 * or unit that does not exist.
 */
export async function compileSummary(
  db: Db | Tx,
  organisation: Organisation,
  request: CompileRequest,
): Promise<Summary> {
  const { unit, window, template } = request;
  const figures = new FigureList();
  const draft = await beginDraft(db, organisation, request, figures);
  const questions = template.sections.flatMap((section) =>
    section.blocks.flatMap((block) => askBlock(block, { ...draft, section: section.code })),
  );
  const asked = new Map(questions.map((question) => [keyOf(question), question]));
  const answers = await evaluateFigures(db, organisation, [...asked.values()]);
  const answered = new Map([...asked.keys()].map((key, index) => [key, answers[index]!]));
  const answer = (question: FigureQuestion) => answered.get(keyOf(question))!;
  const sections = template.sections.map(({ code, title, blocks }) => {
    const written = blocks.flatMap((block) => writeBlock(block, { ...draft, section: code }, answer));
    return {
      code,
      title,
      blocks: written.length > 0 ? written : [{ type: 'paragraph' as const, inlines: ['本期没有已核定的记录。'] }],
    };
  });
  const names = Object.keys(template.windows);
  return {
    title: request.title ?? titleOf(template, unit, window),
    unit: { code: unit.code, name: unit.name },
    window,
    windows: Object.fromEntries(names.map((name) => [name, draft.windowOf(name)])),
    sections,
    figures: figures.list,
    notes: await notesOf(db, organisation, unit, window, figures.list),
  };
}

/** The figures in the order in which they are first shown; the same figure shown twice is one. */
class FigureList {
  readonly list: Figure[] = [];
  readonly #places = new Map<string, number>();

  place(figure: Figure): Inline {
    const key = `${keyOf(figure.question)} ${figure.text}`;
    const known = this.#places.get(key);
    if (known !== undefined) return { figure: known };
    this.#places.set(key, this.list.length);
    this.list.push(figure);
    return { figure: this.list.length - 1 };
  }
}

async function beginDraft(
  db: Db | Tx,
  organisation: Organisation,
  request: CompileRequest,
  figures: FigureList,
): Promise<Omit<Draft, 'section'> & { section: string }> {
  const { unit, window, template } = request;
  const windowOf = (name?: string): Window => {
    if (name === undefined) return window;
    const set = request.windows?.[name];
    if (set) return set;
    return template.windows[name] === 'year'
      ? { from: `${window.to.slice(0, 4)}-01-01` as Day, to: window.to }
      : window;
  };
  const contributors = contributorsOf(organisation, unit);
  const texts = new Map<string, Map<string, string[]>>();
  for (const block of template.sections.flatMap((section) => section.blocks)) {
    if (block.type !== 'table') continue;
    const rows = organisation.tree.subtree(unit).filter((row) => row.kind === block.units);
    for (const column of block.columns) {
      if ('field' in column) texts.set(column.field, await readTexts(db, rows, windowOf(block.window), column.field));
    }
  }
  return {
    organisation,
    unit,
    contributors,
    section: '',
    windowOf,
    told: await readTold(db, organisation, unit, contributors, window, template),
    people: await readHolders(db, window.to),
    commitments: await readCommitments(db, unit, window),
    textsOf: (of, field) => texts.get(field)?.get(of.code) ?? [],
    place: (figure) => figures.place(figure),
  };
}

/** Who gives a paragraph: the unit itself, then the units directly below that lead a part of the tree of their own. */
function contributorsOf({ tree }: Organisation, unit: Unit): Unit[] {
  const children = tree.childrenOf(unit);
  const associations = children.filter((child) => child.kind === 'association');
  return [unit, ...(associations.length > 0 ? associations : children.filter((child) => child.kind === 'branch'))];
}

function titleOf(template: Template, unit: Unit, window: Window): string {
  return template.title.replaceAll('{unit}', unit.name).replaceAll('{window}', windowInWords(window));
}

async function notesOf(
  db: Db | Tx,
  { tree }: Organisation,
  unit: Unit,
  window: Window,
  figures: readonly Figure[],
): Promise<string[]> {
  const notes: string[] = [];
  if (!figures.some((figure) => figure.value !== 0))
    notes.push(`${windowInWords(window)}，${tree.byId(unit.id).name}没有已核定的工作记录。`);
  const pending = await countPending(db, unit, window);
  if (pending > 0) notes.push(`另有${pending}条记录已报送、尚未核定，没有计入本小结。`);
  return notes;
}

function keyOf(question: FigureQuestion): string {
  return canonicalJson(question as unknown as Json);
}
