import { parseSync } from 'oxc-parser';

/** One import of a file, in whatever form it is written. */
export interface Import {
  /** What is asked for, as written; undefined when only the running program knows. */
  readonly from: string | undefined;
  /** It leaves no trace in the running program. */
  readonly isType: boolean;
  /** It hands on what it asks for: `export ... from`. */
  readonly isHandedOn: boolean;
  readonly line: number;
}

/** Every import of a source text: import, import type, import(), export from, import type in a type, import = require(). */
export function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]!.message}`);
  const found: Import[] = [];
  visit(program, (node) => {
    const from = readSource(node);
    if (from === null) return;
    found.push({
      from,
      isType: isType(node),
      isHandedOn: node.type.startsWith('Export'),
      line: text.slice(0, node.start).split('\n').length,
    });
  });
  return found;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Null when the node imports nothing. */
function readSource(node: Node): string | undefined | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node.source ?? node.argument);
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source ? literal(node.source) : null;
    case 'TSImportEqualsDeclaration': {
      const reference = node.moduleReference as Node;
      return reference.type === 'TSExternalModuleReference' ? literal(reference.expression) : null;
    }
    default:
      return null;
  }
}

function literal(node: unknown): string | undefined {
  const { type, value, literal: inner } = node as Node;
  if (type === 'TSLiteralType') return literal(inner);
  return typeof value === 'string' ? value : undefined;
}

function isType(node: Node): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const names = (node.specifiers ?? []) as readonly Node[];
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type');
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see);
  else if (typeof value === 'object' && value !== null) {
    if (typeof (value as Node).type === 'string') see(value as Node);
    for (const one of Object.values(value)) visit(one, see);
  }
}
