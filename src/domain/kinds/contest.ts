import type { Kind } from './model.ts';

export const contest: Kind = {
  code: 'contest',
  label: { zh: '竞赛', en: 'Contest' },
  fields: [{ code: 'result', label: { zh: '结果', en: 'Result' }, type: 'text', required: false }],
  people: ['leader'],
  classes: [{ family: 'theme', required: false }],
};
