import { makeCatalogue } from '#domain/classes/model.ts';
import { readClasses } from './classes.ts';
import { readColumns } from './columns.ts';
import { collectDemo } from './demo.ts';
import { checkDemo } from './demo-check.ts';
import { Findings } from './findings.ts';
import { readMeasures } from './measures.ts';
import type { Pack } from './model.ts';
import { readOutlets } from './outlets.ts';
import { readPeople, readPosts } from './people.ts';
import { readSettings } from './settings.ts';
import { readTemplate } from './template.ts';
import { readUnits, spreadContextOf, treeOf } from './units.ts';

/**
 * Everything in a pack's folder, checked. Reads only; the same folder gives the same pack. Raises ProblemError with all
 * that is wrong, each with its file and line.
 */
export function readPack(folder: string): Pack {
  const findings = new Findings();
  const units = readUnits(folder, findings);
  const { families, maps } = readClasses(folder, findings);
  const measures = readMeasures(folder, findings);
  const catalogue = makeCatalogue(measures, families);
  const people = readPeople(folder, findings);
  const posts = readPosts(folder, people, units, findings);
  const outlets = readOutlets(folder, catalogue, findings);
  const columns = readColumns(folder, units, findings);
  const template = readTemplate(folder, catalogue, findings);
  const settings = readSettings(folder, { units, columns, template }, findings);
  const tree = treeOf(units);
  const { demo, placeOf } = collectDemo(folder, 'demo', spreadContextOf(tree), findings);
  const organisation = { tree, catalogue };
  if (settings) checkDemo(demo, placeOf, { organisation, people, outlets, columns, ...settings }, findings);
  findings.throwIfAny();
  // Whatever could not be read has left a finding.
  return {
    ...settings!,
    units,
    families,
    classMaps: maps,
    measures,
    catalogue,
    people,
    posts,
    outlets,
    columns,
    template: template!,
    demo,
  };
}
