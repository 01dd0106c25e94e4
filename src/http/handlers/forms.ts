import { pinyin } from 'pinyin-pro';
import type { Tx } from '#db/open.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Measure } from '#domain/classes/model.ts';
import { asking } from '#domain/kinds/asking.ts';
import { personRoles } from '#domain/kinds/model.ts';
import { problemsOf, type Setting } from '#domain/records/actions.ts';
import { dropCopy, keepCopy, listCopies, readCopy, type WorkingCopy } from '#domain/records/drafts.ts';
import { type Choice, readHabits, readOutlets, unitsToRecordFor } from '#domain/records/habits.ts';
import { readDraftAt } from '#domain/records/merge-edit.ts';
import { type SavedForm, saveForm } from '#domain/records/save-form.ts';
import { type Problem, ProblemError } from '#kernel/problem.ts';
import type { FormContent } from '../contract/forms.ts';
import { settingOf, signedIn, unitInSight } from '../services.ts';
import { readForm } from './form-reading.ts';

export const forms = {
  open: signedIn.forms.open.handler(async ({ input, context }) => {
    const { organisation, today } = await settingOf(context.services);
    const { tree, catalogue } = organisation;
    const units = unitsToRecordFor(context.actor, tree, today);
    return await asReader(context.services.database, context.actor, async (tx) => {
      const habits = await readHabits(tx, context.actor, organisation, units, input.kind, today);
      const { outlets, levels } = await readOutlets(tx, catalogue, today);
      return {
        asking: asking[input.kind],
        today,
        units: units.map((unit) => unit.code),
        joint: habits.joint.map(({ code, name }) => ({ code, name })),
        outlets: outlets.map((one) => ({ ...one, ...levels.get(one.code) })),
        people: Object.fromEntries(personRoles.map((role) => [role, habits.people[role].map(withWords)])) as never,
        defaults: defaultsOf(catalogue.measuresOf(input.kind)),
        titles: [...habits.titles],
        places: [...habits.places],
        partners: [...habits.partners],
      };
    });
  }),
  people: signedIn.forms.people.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    const inside = organisation.tree.subtree(unit).map((one) => one.id);
    const rows = await asReader(context.services.database, context.actor, (tx) => peopleOf(tx, inside));
    const wanted = input.text.trim().toLowerCase();
    const people = rows.filter((one) => one.code === wanted || spellingOf(one.name).includes(wanted)).slice(0, 20);
    return {
      people: people.map(({ code, name, unit_id }) => {
        const at = organisation.tree.findId(unit_id ?? 0);
        return { code, label: at ? `${name}（${at.short}）` : name };
      }),
    };
  }),
  copies: signedIn.forms.copies.handler(async ({ context }) => {
    const rows = await asReader(context.services.database, context.actor, (tx) => listCopies(tx, context.actor));
    return { copies: rows.map((row) => ({ ...copyShape(row), title: row.title })) };
  }),
  copy: signedIn.forms.copy.handler(async ({ input, context }) => {
    const found = await asReader(context.services.database, context.actor, (tx) =>
      readCopy(tx, context.actor, input.key),
    );
    return found ? { copy: { ...copyShape(found), content: found.content as FormContent } } : {};
  }),
  keep: signedIn.forms.keep.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    const { key, content, change, seen } = input;
    return await asActor(context.services.database, context.actor, async (tx) => {
      const about = { record: change?.record ?? null, base: change?.base ?? null };
      const kept = await keepCopy(tx, context.actor, { key, kind: content.kind, content, seen, ...about });
      const problems = await lackingIn(tx, content, key, setting, true);
      return { version: kept.version, at: kept.at.toISOString(), problems: [...problems.problems] };
    });
  }),
  drop: signedIn.forms.drop.handler(async ({ input, context }) => ({
    dropped: await asActor(context.services.database, context.actor, (tx) => dropCopy(tx, context.actor, input.key)),
  })),
  save: signedIn.forms.save.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    const { key, content, change, submit } = input;
    return await asActor(context.services.database, context.actor, async (tx) => {
      const { draft, problems } = await lackingIn(tx, content, key, setting, submit, change);
      if (problems.length > 0) throw new ProblemError(problems);
      const sent = { draft, submit, copy: key, ...(change && { change: change as never }) };
      return savedShape(await saveForm(tx, context.actor, sent, setting));
    });
  }),
};

/** The form's draft, and everything that is wrong with it: what cannot be read, and what the rules say about the rest. */
async function lackingIn(
  tx: Tx,
  content: FormContent,
  key: string,
  setting: Setting,
  complete: boolean,
  change?: { readonly record: number; readonly base: number },
) {
  const start = change ? await readDraftAt(tx, change.record, change.base, setting) : { key, generated: false };
  const read = readForm(
    content,
    { key: start.key, generated: start.generated, fallback: setting.today },
    setting.organisation.catalogue,
    complete,
  );
  const places = new Set(read.problems.map((one) => one.place));
  const rules = await problemsOf(tx, read.draft, complete, setting);
  const problems: Problem[] = [...read.problems, ...rules.filter((one) => !places.has(one.place))];
  return { draft: read.draft, problems };
}

function copyShape({ at, key, kind, record, base, version }: Omit<WorkingCopy, 'content'>) {
  return { key, kind, record, base, version, at: at.toISOString() };
}

function savedShape(saved: SavedForm) {
  if (saved.outcome === 'saved')
    return { ...saved, fromThem: saved.fromThem.map((one) => ({ ...one, at: one.at.toISOString() })) };
  return {
    ...saved,
    conflicts: saved.conflicts.map(({ author, ...one }) => ({
      part: one.part,
      base: one.base ?? null,
      theirs: one.theirs ?? null,
      mine: one.mine ?? null,
      by: author?.by ?? null,
      ...(author && { at: author.at.toISOString() }),
    })),
  };
}

/** People with a post in these units, or who lecture anywhere, each once. */
async function peopleOf(tx: Tx, units: readonly number[]) {
  return await tx
    .selectFrom('person')
    .innerJoin('post', 'post.person_id', 'person.id')
    .distinctOn('person.id')
    .select(['person.id', 'person.code', 'person.name', 'post.unit_id'])
    .where((where) => where.or([where('post.role', '=', 'lecturer'), where('post.unit_id', 'in', [...units])]))
    .orderBy('person.id')
    .execute();
}

function defaultsOf(measures: readonly Measure[]): Record<string, string> {
  return Object.fromEntries(
    measures.flatMap(({ field, slot, scale, defaultValue }) =>
      slot === null || defaultValue === null ? [] : [[field, String(defaultValue / scale)]],
    ),
  );
}

function withWords(choice: Choice): Choice & { words: string } {
  return { ...choice, words: spellingOf(choice.label) };
}

const spellings = new Map<string, string>();

/** The name, its pinyin and initials; spelled once for each name. */
function spellingOf(name: string): string {
  const known = spellings.get(name);
  if (known !== undefined) return known;
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' });
  const text = `${name} ${syllables.join('')} ${syllables.map((one) => one[0] ?? '').join('')}`.toLowerCase();
  if (spellings.size > 20_000) spellings.clear();
  spellings.set(name, text);
  return text;
}
