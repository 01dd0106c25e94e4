import type { Text } from '#kernel/text.ts';

/** Words that writers add to a document of their own accord. */
export const notesTitle: Text = { zh: '数据说明', en: 'What the figures count' };
export const backToText: Text = { zh: '回到正文', en: 'Back to the text' };
export const noteName: Text = { zh: '数据说明', en: 'Note' };
export const drawingName: Text = { zh: '图', en: 'Drawing' };
