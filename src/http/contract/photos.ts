import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Moment, RecordId } from './common.ts';

const Photo = z.object({
  id: z.number(),
  width: z.number().meta({ description: 'pixels of the full picture, upright' }),
  height: z.number(),
  bytes: z.number(),
  caption: z.string(),
  by: z.string().nullable(),
  at: Moment,
  full: z.string().meta({ description: 'address of the picture, a JPEG of at most 2000 pixels a side' }),
  small: z.string().meta({ description: 'the same with at most 400 pixels a side' }),
});

export const photos = {
  list: oc
    .route({
      method: 'GET',
      path: '/records/{id}/photos',
      tags: ['records'],
      summary: 'The photos of a record, in the order in which they came',
    })
    .input(z.object({ id: RecordId }))
    .output(z.object({ photos: z.array(Photo) })),
};
