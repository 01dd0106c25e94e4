import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { readText } from './file.ts';
import type { Findings } from './findings.ts';
import { issueText } from './issue.ts';

/** Deeper than any pack has reason to be, and shallow enough for every recursive reader. */
const deepest = 40;

export interface YamlFile {
  readonly data: unknown;
  /** `classes.yaml:12` of what is at the path; of the nearest thing around it when there is nothing. */
  placeOf(path: readonly PropertyKey[]): string;
}

/** The data of a YAML file with the lines it came from. Undefined, with findings, when the file cannot be read as YAML. */
export function readYaml(folder: string, file: string, findings: Findings): YamlFile | undefined {
  const text = readText(folder, file, findings);
  if (text === undefined) return undefined;
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
    // A first mistake makes the parser misread what follows; more than a few say nothing new.
    for (const { pos, code, message } of document.errors.slice(0, 10)) {
      const place = `${file}:${Math.max(1, counter.linePos(pos[0]).line)}`;
      findings.add('yaml_form', place, `不是合格的 YAML：${code}`, `not valid YAML: ${message}`);
    }
    if (document.errors.length > 0) return undefined;
    // The files of one period share long lists by anchors; what an alias bomb could unfold to stays bounded.
    const data: unknown = document.toJS({ maxAliasCount: 1000 });
    if (isTooDeep(data)) {
      findings.add('yaml_deep', file, `层级超过 ${deepest} 层`, `it is nested more than ${deepest} levels deep`);
      return undefined;
    }
    return { data, placeOf: (path) => `${file}:${lineOf(document, counter, path)}` };
  } catch (error) {
    // The parser recurses and unfolds aliases; it answers input that goes too far with these two.
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    findings.add('yaml_form', file, '不是合格的 YAML：嵌套或引用过多', `not valid YAML: ${error.message}`);
    return undefined;
  }
}

/** The data in the form of the schema. Undefined, with one finding for each thing that does not fit, when it is not. */
export function fit<Schema extends z.ZodType>(
  schema: Schema,
  file: YamlFile,
  path: readonly PropertyKey[],
  data: unknown,
  findings: Findings,
): z.output<Schema> | undefined {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    for (const key of keys) {
      const at = [...path, ...issue.path, ...(key === undefined ? [] : [key])];
      const { zh, en } = issueText(issue, at);
      findings.add('yaml_value', file.placeOf(at), zh, en);
    }
  }
  return undefined;
}

function lineOf(document: Document, counter: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return Math.max(1, counter.linePos(offset).line);
}

function isTooDeep(data: unknown): boolean {
  let level: unknown[] = [data];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    const seen = new Set(level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : [])));
    level = [...seen].filter((one) => typeof one === 'object' && one !== null);
  }
  return false;
}
