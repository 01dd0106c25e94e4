import type { Kind } from './model.ts';

export const placement: Kind = {
  code: 'placement',
  label: { zh: '媒体刊发', en: 'Media placement' },
  fields: [
    { code: 'outlet', label: { zh: '媒体', en: 'Outlet' }, type: 'outlet', required: true },
    { code: 'url', label: { zh: '链接', en: 'Address' }, type: 'url', required: false },
  ],
  people: ['author'],
  classes: [{ family: 'media_level', required: true }],
  apart: ['outlet'],
};
