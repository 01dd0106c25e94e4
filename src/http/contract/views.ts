import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ViewName, ViewSearch } from '#domain/views/model.ts';
import { UnitCode, UnitName } from './common.ts';

const tags = ['views'];

const Content = z.object({
  name: ViewName,
  search: ViewSearch,
  sharedTo: UnitCode.nullable().meta({ description: 'for this unit and everything below; null for oneself' }),
});
const Id = z.coerce.number().int().min(1);
const nothing = z.object({});

export const views = {
  list: oc
    .route({ method: 'GET', path: '/views', tags, summary: 'The saved views of the ledger that one may open' })
    .output(
      z.object({
        views: z.array(
          z.object({
            id: z.number(),
            name: z.string(),
            search: ViewSearch,
            sharedTo: UnitName.nullable(),
            own: z.boolean(),
            owner: z.string(),
          }),
        ),
      }),
    ),
  create: oc
    .route({ method: 'POST', path: '/views', tags, summary: 'Save a view', successStatus: 201 })
    .input(Content)
    .output(z.object({ id: z.number() })),
  change: oc
    .route({ method: 'PUT', path: '/views/{id}', tags, summary: 'Rename a view, or give it other filters or readers' })
    .input(Content.extend({ id: Id }))
    .output(nothing),
  delete: oc
    .route({ method: 'DELETE', path: '/views/{id}', tags, summary: 'Take a view away; it can be brought back' })
    .input(z.object({ id: Id }))
    .output(nothing),
  restore: oc
    .route({ method: 'POST', path: '/views/{id}/restoring', tags, summary: 'Bring a view back' })
    .input(z.object({ id: Id }))
    .output(nothing),
};
