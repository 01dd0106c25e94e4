import { z } from 'zod';
import { roles } from '#domain/access/policy.ts';
import type { Template } from '#domain/summary/template.ts';
import { findRepeats } from './classes.ts';
import type { Findings } from './findings.ts';
import { dayText, joined, plain, text, windowText } from './forms.ts';
import type { DemoAccount, DemoRound, Pack, PackUnit, SiteColumn } from './model.ts';
import { fit, readYaml, type YamlFile } from './yaml.ts';

const Settings = z.strictObject({
  code: joined,
  title: text,
  root: z.string(),
  site: z.strictObject({
    organisation: text,
    contact: z.string().max(200),
    icp: z.string().max(100).default(''),
    police_filing: z.string().max(100).default(''),
    /** Rows of unit codes as they lie on the map; '.' leaves a place free. */
    tiles: z
      .array(z.array(z.string().max(60)).max(12))
      .max(12)
      .default([]),
    links: z
      .array(z.strictObject({ title: z.string().min(1).max(60), url: z.url({ protocol: /^https?$/ }).optional() }))
      .default([]),
  }),
  demo: z.strictObject({
    today: dayText,
    rounds: z
      .array(
        z
          .strictObject({
            code: joined,
            title: z.string().min(1).max(200),
            unit: z.string(),
            window: windowText,
            windows: z.record(plain, windowText).default({}),
            published: z.boolean(),
            published_at: z.iso.datetime({ offset: true }).optional(),
            announcement: z
              .strictObject({ column: z.string(), body: z.array(z.string().min(1).max(2000)).min(1) })
              .optional(),
          })
          .refine((round) => round.published === (round.published_at !== undefined), {
            message: 'published_at goes with published: true',
          })
          .refine((round) => round.published || round.announcement === undefined, {
            message: 'announcement goes with published: true',
          }),
      )
      .default([]),
    accounts: z
      .array(
        z.strictObject({
          username: z.string().regex(/^[a-z][a-z0-9._-]{1,30}$/, 'small letters, digits, . _ -'),
          name: z.string().min(1).max(60),
          role: z.enum(roles),
          unit: z.string(),
          password: z.string().min(8).max(200),
        }),
      )
      .default([]),
  }),
});
type Settings = z.output<typeof Settings>;

/** What pack.yaml may name. */
interface KnownToSettings {
  readonly units: readonly PackUnit[];
  readonly columns: readonly SiteColumn[];
  /** Undefined when it could not be read; its windows are then taken on trust. */
  readonly template: Template | undefined;
}

/** What pack.yaml says. Undefined, with findings, when it cannot be read. */
export function readSettings(
  folder: string,
  known: KnownToSettings,
  findings: Findings,
): Pick<Pack, 'code' | 'title' | 'root' | 'site' | 'today' | 'rounds' | 'accounts'> | undefined {
  const file = readYaml(folder, 'pack.yaml', findings);
  const settings = file && fit(Settings, file, [], file.data, findings);
  if (!file || !settings) return undefined;
  checkUnits(file, settings, known.units, findings);
  checkRounds(file, settings, known, findings);
  checkCodes(file, settings, findings);
  const { code, title, root, site, demo } = settings;
  return {
    code,
    title,
    root,
    site: {
      organisation: site.organisation,
      contact: site.contact,
      icp: site.icp,
      policeFiling: site.police_filing,
      tiles: site.tiles,
      links: site.links.map((link) => ({ title: link.title, url: link.url ?? null })),
    },
    today: demo.today,
    rounds: demo.rounds.map(
      (round): DemoRound => ({
        code: round.code,
        title: round.title,
        unit: round.unit,
        window: round.window,
        windows: round.windows,
        publishedAt: round.published_at ?? null,
        announcement: round.announcement ?? null,
      }),
    ),
    accounts: demo.accounts satisfies readonly DemoAccount[],
  };
}

/** The code of the article that announces a round. */
export function announcementCode(round: { readonly code: string }): string {
  return `edition-${round.code}`;
}

function checkUnits(file: YamlFile, { root, demo }: Settings, units: readonly PackUnit[], findings: Findings): void {
  const known = new Set(units.map((unit) => unit.code));
  const named: [PropertyKey[], string][] = [
    [['root'], root],
    ...demo.rounds.map((round, at): [PropertyKey[], string] => [['demo', 'rounds', at, 'unit'], round.unit]),
    ...demo.accounts.map((account, at): [PropertyKey[], string] => [['demo', 'accounts', at, 'unit'], account.unit]),
  ];
  for (const [path, code] of named) {
    if (!known.has(code))
      findings.add('unit_unknown', file.placeOf(path), `没有代码为“${code}”的单位`, `there is no unit "${code}"`);
  }
  if (units.some((unit) => unit.code === root && unit.parent !== null)) {
    findings.add(
      'root_wrong',
      file.placeOf(['root']),
      `“${root}”有上级，不是最上级单位`,
      `"${root}" has a parent; it is not the root`,
    );
  }
}

function checkRounds(
  file: YamlFile,
  { demo }: Settings,
  { columns, template }: KnownToSettings,
  findings: Findings,
): void {
  demo.rounds.forEach((round, at) => {
    for (const name of Object.keys(round.windows)) {
      if (!template || Object.hasOwn(template.windows, name)) continue;
      findings.add(
        'window_unknown',
        file.placeOf(['demo', 'rounds', at, 'windows', name]),
        `sections.yaml 的 windows 里没有“${name}”`,
        `there is no "${name}" in the windows of sections.yaml`,
      );
    }
    const column = round.announcement?.column;
    if (column === undefined || columns.some((one) => one.code === column)) return;
    findings.add(
      'column_unknown',
      file.placeOf(['demo', 'rounds', at, 'announcement', 'column']),
      `没有代码为“${column}”的栏目`,
      `there is no column "${column}"`,
    );
  });
}

function checkCodes(file: YamlFile, { demo }: Settings, findings: Findings): void {
  const rounds = demo.rounds.map((one, at) => ({ code: one.code, place: file.placeOf(['demo', 'rounds', at]) }));
  const accounts = demo.accounts.map((one, at) => ({
    code: one.username,
    place: file.placeOf(['demo', 'accounts', at]),
  }));
  findRepeats('round_twice', rounds, findings);
  findRepeats('account_twice', accounts, findings);
}
