import type { Kind } from './model.ts';

export const lecture: Kind = {
  code: 'lecture',
  label: { zh: '宣讲', en: 'Lecture' },
  fields: [
    { code: 'audience', label: { zh: '听众', en: 'Audience' }, type: 'text', required: false },
    { code: 'outlets', label: { zh: '报道媒体', en: 'Reported by' }, type: 'text', required: false },
  ],
  people: ['lecturer'],
  classes: [{ family: 'venue', required: true }],
  // A lecture may be broadcast.
  claims: { ratio: 200 },
};
