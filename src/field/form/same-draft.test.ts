import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Catalogue, type Measure, makeCatalogue } from '#domain/classes/model.ts';
import { asking } from '#domain/kinds/asking.ts';
import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Habits } from '#domain/records/habits.ts';
import { RecordDraft } from '#domain/records/model.ts';
import { makeTree, type Unit } from '#domain/units/tree.ts';
import { addDays, day } from '#kernel/day.ts';
import { successfulControls } from '../../../test/form-controls.ts';
import { filledAnswers, formView, type Prepared } from '../form-desk.ts';
import { formPage } from '../pages/form.ts';
import { reviewPage } from '../pages/review.ts';
import { type Answers, draftFrom } from './answers.ts';
import { stepsOf } from './steps.ts';

const today = day('2024-05-06');
const units: Unit[] = ['lake', 'pine', 'mill', 'ferry'].map((code, index) => ({
  ...{ id: index + 1, code, kind: 'branch', name: `${code}分会`, short: code, position: index },
  ...{
    parentId: index === 0 ? null : 1,
    path: index === 0 ? 'lake' : `lake/${code}`,
    validFrom: day('2012-01-01'),
    validTo: null,
  },
}));
const families = ['venue', 'activity', 'theme', 'aid_means', 'target_group', 'media_level', 'channel', 'featured_role'];
const catalogue: Catalogue = makeCatalogue(
  kindCodes.flatMap((kind) =>
    ['sessions', 'attendance', 'copies', 'reach', 'money'].map(
      (field, index): Measure => ({
        ...{
          code: `${kind}.${field}`,
          kind,
          field,
          slot: index + 1,
          label: { zh: `${field}数`, en: field },
          unit: '人次',
          additive: 'sum',
        },
        ...{
          claimed: field === 'reach',
          scale: field === 'money' ? 100 : 1,
          smallCell: null,
          defaultValue: field === 'sessions' ? 1 : null,
        },
      }),
    ),
  ),
  families.map((code) => ({
    code,
    label: { zh: code, en: code },
    lists: [
      {
        ...{ code, family: code, label: { zh: code, en: code }, validFrom: day('2012-01-01'), validTo: null },
        classes: ['p', 'q', 'r'].map((one) => ({ code: one, label: { zh: one, en: one } })),
      },
    ],
  })),
);
const people = ['p1', 'p2', 'p3', 'p4'].map((code) => ({ code, label: code }));
const habits: Habits = {
  units,
  joint: units,
  last: undefined,
  titles: ['上次的名称'],
  places: ['社区广场', '中心小学'],
  partners: ['派出所', '居委会'],
  people: { leader: people, lecturer: people, featured: people, author: people },
  outlets: [{ code: 'o-1', label: '日报' }],
};
const levels = new Map([['o-1', { family: 'media_level', level: 'q' }]]);

const line = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => text.replaceAll(/[\p{C}\p{Z}{}]+/gu, ' ').trim());
const lines = fc.array(line, { maxLength: 4 }).map((all) => all.join('\n').trim());
const name = fc
  .oneof(
    fc.constantFrom('派出所', '居委会', '<b>"&'),
    line.map((text) => text.replaceAll(/[、，,；;]/g, '').trim()),
  )
  .filter(Boolean);

function drafts(code: KindCode): fc.Arbitrary<RecordDraft> {
  const kind = kinds[code];
  const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const record = <T>(keys: readonly string[], value: fc.Arbitrary<T>) =>
    fc
      .record(Object.fromEntries(keys.map((key) => [key, some(value)])))
      .map((all) => Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)));
  return fc
    .record({
      hosts: fc.uniqueArray(fc.constantFrom(...units.map((unit) => unit.code)), { minLength: 1 }),
      back: fc.nat({ max: 9 }),
      length: fc.nat({ max: 3 }),
      title: line.filter(Boolean),
      place: fc.oneof(fc.constantFrom('', '社区广场'), line),
      partners: fc.uniqueArray(name, { maxLength: 3 }),
      classes: record(
        kind.classes.map((one) => one.family),
        fc.constantFrom('p', 'q', 'r'),
      ),
      measures: record(
        catalogue.measuresOf(code).map((one) => one.field),
        fc.nat({ max: 1_000_000 }),
      ),
      narrative: fc.tuple(lines, fc.boolean()).map(([text, counts]) => (counts ? `${text}{attendance}来了` : text)),
      fields: record(
        kind.fields.filter((one) => one.type === 'text').map((one) => one.code),
        line.filter(Boolean),
      ),
      highlight: fc.boolean(),
      people: fc.uniqueArray(
        fc.record({
          person: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
          role: fc.constantFrom(...kind.people, 'leader' as const),
        }),
        {
          selector: (one) => `${one.person} ${one.role}`,
          maxLength: 3,
        },
      ),
    })
    .map(({ back, length, people: named, ...rest }) => {
      const to = addDays(today, -back);
      return RecordDraft.parse({
        ...rest,
        kind: code,
        from: addDays(to, -length),
        to,
        people: named.filter((one) => kind.people.includes(one.role)),
        key: 'k',
      });
    });
}

function prepared(code: KindCode): Prepared {
  const kind = kinds[code];
  const visitor = {
    actor: {
      accountId: 1,
      name: 'x',
      posts: [],
      username: 'x',
      language: 'zh',
      demo: false,
      enrolled: false,
      passwordAt: new Date(0),
    },
    sessionId: '',
    today,
  } as const;
  const steps = stepsOf(kind, { catalogue, day: today, choosesHost: true, knownRoles: kind.people });
  return {
    kind,
    visitor,
    language: 'zh',
    organisation: { tree: makeTree(units, []), catalogue },
    units,
    levels,
    habits,
    steps,
    day: today,
  };
}

test('a form filled in with a record gives that record, with script and without', async () => {
  const any = fc.constantFrom(...kindCodes).chain((code) => drafts(code));
  await fc.assert(
    fc.asyncProperty(any, async (draft) => {
      const desk = prepared(draft.kind);
      const shown = { answers: filledAnswers(draft, desk), hidden: [], action: '/x', editing: 'new' } as const;
      const view = formView(desk, shown);
      // What the script reads off the form and puts into its queue.
      const scripted: Answers = JSON.parse(JSON.stringify(successfulControls(String(await formPage(view)))));
      // What a browser sends by itself, is shown for a last look, and sent again.
      const posted = throughWire(scripted);
      const reviewed = String(
        await reviewPage(formView(desk, { ...shown, answers: posted }), draft, desk.organisation),
      );
      const plain = throughWire(successfulControls(reviewed));
      const start = {
        ...draft,
        title: '旧',
        place: asking[draft.kind].place ? '旧' : draft.place,
        narrative: '旧',
        hosts: ['lake'],
      };
      for (const answers of [scripted, plain]) {
        const read = draftFrom(answers, start, desk.kind, catalogue, levels);
        assert.deepEqual(read.problems, []);
        assert.deepEqual(byText(read.draft), byText(draft));
      }
    }),
    { numRuns: 150 },
  );
});

/** Line ends and encoding as the standard has them for a form's own submission. */
function throughWire(answers: Answers): Answers {
  const body = new URLSearchParams(answers.map(([one, value]) => [one, value.replaceAll('\n', '\r\n')])).toString();
  return [...new URLSearchParams(body)];
}

function byText(draft: RecordDraft) {
  return {
    ...draft,
    partners: [...draft.partners].sort(),
    people: draft.people.map((one) => `${one.role} ${one.person}`).sort(),
  };
}
