import type { Kind } from './model.ts';

export const exchange: Kind = {
  code: 'exchange',
  label: { zh: '走访交流', en: 'Exchange' },
  fields: [{ code: 'visited', label: { zh: '到访单位', en: 'Visited' }, type: 'text', required: false }],
  people: ['leader'],
  classes: [{ family: 'theme', required: false }],
};
