import type { Kind } from './model.ts';

export const partyBuilding: Kind = {
  code: 'party_building',
  label: { zh: '党建', en: 'Party building' },
  fields: [],
  people: ['leader'],
  classes: [{ family: 'theme', required: false }],
};
