import { z } from 'zod';
import { findRepeats } from './classes.ts';
import type { Findings } from './findings.ts';
import { joined, text } from './forms.ts';
import type { PackUnit, SiteColumn } from './model.ts';
import { fit, readYaml } from './yaml.ts';

const Entry = z.strictObject({
  code: joined,
  title: text,
  unit: z.string().optional(),
  children: z.array(z.unknown()).default([]),
});

/** The site's columns of columns.yaml, parents before children. */
export function readColumns(folder: string, units: readonly PackUnit[], findings: Findings): SiteColumn[] {
  const file = readYaml(folder, 'columns.yaml', findings);
  const entries = file && fit(z.array(z.unknown()), file, [], file.data ?? [], findings);
  if (!file || !entries) return [];
  const known = new Set(units.map((unit) => unit.code));
  const codes: { code: string; place: string }[] = [];
  const read = (given: readonly unknown[], parent: string | null, path: readonly PropertyKey[]): SiteColumn[] =>
    given.flatMap((one, at) => {
      const here = [...path, at];
      const entry = fit(Entry, file, here, one, findings);
      if (!entry) return [];
      codes.push({ code: entry.code, place: file.placeOf(here) });
      if (entry.unit !== undefined && !known.has(entry.unit)) {
        findings.add(
          'unit_unknown',
          file.placeOf([...here, 'unit']),
          `没有代码为“${entry.unit}”的单位`,
          `there is no unit "${entry.unit}"`,
        );
      }
      const column = { code: entry.code, parent, title: entry.title, unit: entry.unit ?? null };
      return [column, ...read(entry.children, entry.code, [...here, 'children'])];
    });
  const columns = read(entries, null, []);
  findRepeats('column_twice', codes, findings);
  return columns;
}
