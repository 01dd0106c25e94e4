import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { draftProblems } from '#domain/records/rules.ts';
import type { Day } from '#kernel/day.ts';
import type { Demo, DemoPlaces } from './demo.ts';
import type { DemoRecord } from './demo-record.ts';
import type { Findings } from './findings.ts';
import type { DemoRound, PackOutlet, PackPerson, SiteColumn } from './model.ts';
import { announcementCode } from './settings.ts';

/** What records and articles may name. */
export interface Known {
  readonly organisation: Organisation;
  readonly people: readonly PackPerson[];
  readonly outlets: readonly PackOutlet[];
  readonly columns: readonly SiteColumn[];
  readonly rounds: readonly DemoRound[];
  readonly today: Day;
}

/** Checks every record as the product would on entry, and that people, outlets, columns and units are there. */
export function checkDemo(demo: Demo, placeOf: DemoPlaces, known: Known, findings: Findings): void {
  const people = new Set(known.people.map((person) => person.code));
  const columns = new Set(known.columns.map((column) => column.code));
  for (const record of demo.records) {
    const place = `${placeOf('records', record.key)} ${record.key}`;
    checkRecord(record, place, known, findings);
    for (const { person } of record.people) {
      if (!people.has(person))
        findings.add('person_unknown', place, `没有代码为“${person}”的人员`, `there is no person "${person}"`);
    }
  }
  for (const part of ['commitments', 'articles'] as const) {
    for (const { code, unit } of demo[part]) {
      if (known.organisation.tree.find(unit)) continue;
      findings.add('unit_unknown', placeOf(part, code), `没有代码为“${unit}”的单位`, `there is no unit "${unit}"`);
    }
  }
  for (const article of demo.articles) {
    if (columns.has(article.column)) continue;
    findings.add(
      'column_unknown',
      placeOf('articles', article.code),
      `没有代码为“${article.column}”的栏目`,
      `there is no column "${article.column}"`,
    );
  }
  const announced = new Set(known.rounds.map(announcementCode));
  for (const { code } of demo.articles) {
    if (!announced.has(code)) continue;
    findings.add(
      'article_code_taken',
      placeOf('articles', code),
      `代码“${code}”留给同名工作小结的发布稿，请改名`,
      `the code "${code}" is kept for the announcement of a summary; choose another`,
    );
  }
}

function checkRecord(record: DemoRecord, place: string, known: Known, findings: Findings): void {
  const { status, reason: _, ...draft } = record;
  for (const one of draftProblems(draft, known.organisation, known.today, status !== 'draft')) {
    findings.add(one.code, place, `${one.place}：${one.text.zh}`, `${one.place}: ${one.text.en}`);
  }
  for (const field of kinds[draft.kind].fields) {
    const given = draft.fields[field.code];
    if (field.type !== 'outlet' || given === undefined) continue;
    const rows = known.outlets.filter((outlet) => outlet.code === given);
    const then = rows.find(
      (outlet) => outlet.validFrom <= draft.to && (outlet.validTo === null || draft.to <= outlet.validTo),
    );
    if (!then) {
      findings.add(
        'outlet_unknown',
        place,
        `fields/${field.code}：当时没有代码为“${given}”的媒体`,
        `fields/${field.code}: there was no outlet "${given}" then`,
      );
    } else if (draft.classes.media_level !== undefined && draft.classes.media_level !== then.level) {
      findings.add(
        'outlet_level',
        place,
        `classes/media_level：${then.name}当时的级别是“${then.level}”`,
        `classes/media_level: the level of ${then.name} was "${then.level}" then`,
      );
    }
  }
}
