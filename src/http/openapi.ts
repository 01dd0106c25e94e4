import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from './contract/contract.ts';

/** The OpenAPI 3.1 document of the contract, with the one shape of errors. Made once. */
export function openApiDocument(): Promise<object> {
  document ??= make();
  return document;
}

let document: Promise<object> | undefined;

async function make(): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const made = await generator.generate(contract, {
    info: {
      title: '台账 Taizhang',
      version: '1',
      description: 'The working ledger of a tiered organisation. Errors are application/problem+json.',
    },
    servers: [{ url: '/api' }],
    security: [{ session: [] }],
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'taizhang' } },
      schemas: { Problem: problemSchema },
    },
  });
  for (const path of Object.values(made.paths ?? {})) {
    for (const operation of Object.values(path ?? {}) as { responses?: Record<string, unknown> }[]) {
      operation.responses = {
        ...operation.responses,
        default: {
          description: 'A problem',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      };
    }
  }
  return made;
}

const text: OpenAPI.SchemaObject = {
  type: 'object',
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
  required: ['zh', 'en'],
};

const problemSchema: OpenAPI.SchemaObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'problems'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        properties: { code: { type: 'string' }, text, place: { type: 'string' } },
        required: ['code', 'text'],
      },
    },
  },
};
