import type { Kind } from './model.ts';

export const publicity: Kind = {
  code: 'publicity',
  label: { zh: '宣传', en: 'Publicity' },
  fields: [
    {
      code: 'reach_basis',
      label: { zh: '覆盖人次的依据', en: 'Basis of the claimed reach' },
      type: 'text',
      required: false,
    },
  ],
  people: ['leader'],
  classes: [
    { family: 'activity', required: false },
    { family: 'theme', required: false },
  ],
  claims: { ratio: 30, basis: 'reach_basis' },
};
