import type { Kind } from './model.ts';

export const article: Kind = {
  code: 'article',
  label: { zh: '本会稿件', en: 'Article' },
  fields: [{ code: 'url', label: { zh: '链接', en: 'Address' }, type: 'url', required: false }],
  people: ['featured', 'author'],
  classes: [
    { family: 'channel', required: true },
    { family: 'featured_role', required: false },
  ],
  apart: ['channel'],
};
