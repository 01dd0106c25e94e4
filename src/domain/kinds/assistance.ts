import type { Kind } from './model.ts';

export const assistance: Kind = {
  code: 'assistance',
  label: { zh: '帮扶帮教', en: 'Assistance' },
  fields: [],
  people: [],
  classes: [
    { family: 'aid_means', required: false },
    { family: 'target_group', required: false },
  ],
};
