import { documentOf } from '#domain/summary/document.ts';
import { writeDocx } from '#formats/docx-write.ts';
import { writePdf } from '#formats/pdf-write.ts';
import { writeTxt } from '#formats/txt-write.ts';
import { editionCsv } from './edition-csv.ts';
import type { PublishedEdition } from './model.ts';

/** Forms in which an edition is given out, the official paper first. */
export const editionForms = ['pdf', 'docx', 'txt', 'csv', 'json'] as const;
export type EditionForm = (typeof editionForms)[number];

export const formTypes: Readonly<Record<EditionForm, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** The edition's file in that form. JSON is the very text that was hashed. Raises ProblemError where the PDF cannot be set. */
export async function writeEditionFile(
  { edition, canonical }: PublishedEdition,
  form: EditionForm,
): Promise<string | Uint8Array> {
  if (form === 'json') return canonical;
  if (form === 'csv') return editionCsv(edition);
  const document = documentOf(edition);
  if (form === 'txt') return writeTxt(document, { notes: true });
  return form === 'pdf' ? await writePdf(document, { notes: true }) : await writeDocx(document, { notes: true });
}
