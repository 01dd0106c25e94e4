import type { Catalogue } from '#domain/classes/model.ts';
import { kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { Template } from '#domain/summary/template.ts';
import { parseText } from '#domain/summary/token.ts';
import type { Findings } from './findings.ts';
import { postRoles } from './model.ts';
import { fit, readYaml } from './yaml.ts';

/**
 * The summary template of sections.yaml. Every measure, class, window, post and field that it names, in a setting or
 * in a text, is checked. Undefined, with findings, when it cannot be read.
 */
export function readTemplate(folder: string, catalogue: Catalogue, findings: Findings): Template | undefined {
  const file = readYaml(folder, 'sections.yaml', findings);
  const template = file && fit(Template, file, [], file.data, findings);
  if (!file || !template) return undefined;
  const names = {
    catalogue,
    windows: new Set(Object.keys(template.windows)),
  };
  for (const { path, code, zh, en } of wrongNames(file.data, [], names)) findings.add(code, file.placeOf(path), zh, en);
  return template;
}

interface Names {
  readonly catalogue: Catalogue;
  readonly windows: ReadonlySet<string>;
}

interface Wrong {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

function wrongNames(data: unknown, path: readonly PropertyKey[], names: Names): Wrong[] {
  if (typeof data === 'string') return wrongInString(data, path, names);
  if (typeof data !== 'object' || data === null) return [];
  const own = path.at(-1) === 'classes' && !Array.isArray(data) ? wrongClasses(data, path, names) : [];
  if ('family' in data && 'names' in data) own.push(...wrongWordings(data.family, data.names, path, names));
  return [...own, ...Object.entries(data).flatMap(([key, value]) => wrongNames(value, [...path, key], names))];
}

function wrongInString(text: string, path: readonly PropertyKey[], names: Names): Wrong[] {
  const key = path.at(-1);
  if (key === 'measure') return wrongMeasure(text, path, names);
  if (key === 'family') return wrongFamily(text, path, names);
  if (key === 'window') return wrongWindow(text, path, names);
  if (key === 'post') return wrongPost(text, path);
  if (key === 'field') return wrongField(text, path);
  return parseText(text).flatMap((part) => {
    if (!('token' in part)) return [];
    const { measure, window, classes } = part.token;
    return [
      ...wrongMeasure(measure, path, names),
      ...(window === undefined ? [] : wrongWindow(window, path, names)),
      ...wrongClasses(classes, path, names),
    ];
  });
}

function wrongMeasure(code: string, path: readonly PropertyKey[], { catalogue }: Names): Wrong[] {
  // Every kind can be asked how many records there are.
  if (catalogue.measure(code) || kindCodes.some((kind) => code === `${kind}.records`)) return [];
  return [{ path, code: 'measure_unknown', zh: `没有指标“${code}”`, en: `there is no measure "${code}"` }];
}

function wrongFamily(code: string, path: readonly PropertyKey[], { catalogue }: Names): Wrong[] {
  if (catalogue.family(code)) return [];
  return [{ path, code: 'family_unknown', zh: `没有分类“${code}”`, en: `there is no family "${code}"` }];
}

function wrongWindow(name: string, path: readonly PropertyKey[], { windows }: Names): Wrong[] {
  if (windows.has(name)) return [];
  return [{ path, code: 'window_unknown', zh: `windows 里没有“${name}”`, en: `there is no "${name}" in windows` }];
}

function wrongPost(role: string, path: readonly PropertyKey[]): Wrong[] {
  if ((postRoles as readonly string[]).includes(role)) return [];
  return [{ path, code: 'role_unknown', zh: `没有职务“${role}”`, en: `there is no role "${role}"` }];
}

function wrongField(code: string, path: readonly PropertyKey[]): Wrong[] {
  if (Object.values(kinds).some((kind) => kind.fields.some((field) => field.code === code))) return [];
  return [{ path, code: 'field_unknown', zh: `没有字段“${code}”`, en: `there is no field "${code}"` }];
}

/** Wordings of a block for single classes of its family. */
function wrongWordings(family: unknown, wordings: unknown, path: readonly PropertyKey[], names: Names): Wrong[] {
  if (typeof wordings !== 'object' || wordings === null) return [];
  return Object.keys(wordings).flatMap((code) =>
    wrongClasses({ [String(family)]: code }, [...path, 'names', code], names),
  );
}

function wrongClasses(classes: object, path: readonly PropertyKey[], names: Names): Wrong[] {
  return Object.entries(classes).flatMap(([family, code]) => {
    const wrong = wrongFamily(family, path, names);
    if (wrong.length > 0 || names.catalogue.labelOf(family, String(code))) return wrong;
    return [
      { path, code: 'class_unknown', zh: `“${family}”里没有“${code}”`, en: `there is no "${code}" in "${family}"` },
    ];
  });
}
