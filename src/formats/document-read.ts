import { refuse } from '#kernel/problem.ts';
import { readDoc } from './doc-read.ts';
import { inWordsOfDocuments } from './document-refusals.ts';
import { isDocx, readDocx } from './docx-read.ts';
import { readHtml } from './html-read.ts';
import { type Prose, proseLimits } from './prose.ts';
import { readXlsxProse } from './sheet-prose.ts';
import { readPlainText } from './text-read.ts';
import { openZip } from './zip-read.ts';

/**
 * Reads a document by what it is, whatever its name says: DOCX, XLSX, HTML, old Word files, plain text. Raises ProblemError,
 * in sentences, for everything else and for what is damaged, hostile, empty or too large.
 */
export async function readDocument(bytes: Uint8Array): Promise<Prose> {
  if (bytes.length > proseLimits.bytes)
    refuse('document_too_large', {
      zh: `文件有 ${Math.round(bytes.length / 2 ** 20)} MB，最大 ${proseLimits.bytes / 2 ** 20} MB。请压缩图片或拆成几份`,
      en: `the file has ${Math.round(bytes.length / 2 ** 20)} MB; at most ${proseLimits.bytes / 2 ** 20} MB are read`,
    });
  const prose = await readKnown(bytes);
  if (prose.parts.length === 0)
    refuse('document_empty', {
      zh: '没有读到文字。如果内容是图片，请先转成文字',
      en: 'there are no words in it; pictures of text are not read',
    });
  return prose;
}

/** Whether bytes are plain text as far as their beginning goes: no archive, no old Office file, no page. */
export function isPlainText(bytes: Uint8Array): boolean {
  const start = startOf(bytes);
  return (
    !startsWith(bytes, [0x50, 0x4b]) &&
    !startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]) &&
    !refused.some(([form]) => form.test(start)) &&
    !isPage(start)
  );
}

async function readKnown(bytes: Uint8Array): Promise<Prose> {
  if (startsWith(bytes, [0x50, 0x4b])) {
    if (inWordsOfDocuments(() => isDocx(openZip(bytes)))) return readDocx(bytes);
    return await readXlsxProse(bytes);
  }
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return await readDoc(bytes);
  const start = startOf(bytes);
  for (const [form, zh, en] of refused) {
    if (form.test(start)) refuse('document_unknown_format', { zh, en });
  }
  return isPage(start) ? readHtml(bytes) : readPlainText(bytes);
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
}

/** UTF-16 pages are rare, but browsers save them; their marks stand apart by zeros. */
function isPage(start: string): boolean {
  return page.test(start.replaceAll('\0', ''));
}

const page =
  /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:!doctype html|html|head|body|meta|\?xml[^>]*>\s*<(?:!doctype html|html)|!--|p|div|table|span|h[1-6]|ol|ul|section|article)[\s>-]/i;

const refused: readonly (readonly [RegExp, string, string])[] = [
  [
    /^%PDF-/,
    'PDF 里的文字读不准。请打开后复制文字粘贴进来，或用原来的 .docx',
    'PDF files are not read; paste their text',
  ],
  [/^\{\\rtf/, 'RTF 文件请用 Word 或 WPS 打开，另存为 .docx 再试', 'save the RTF file as .docx'],
  [
    /^(?:MIME-Version|From:|Content-Type:)/i,
    '这是单文件网页或邮件，请另存为 .docx 或复制文字粘贴进来',
    'save the web archive as .docx',
  ],
  [/^(?:\xff\xd8\xff|\x89PNG|GIF8|BM.{4}\0\0|RIFF....WEBP)/s, '这是图片，请上传文字材料', 'this is a picture'],
];

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
