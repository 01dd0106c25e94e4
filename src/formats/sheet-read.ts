import { refuse } from '#kernel/problem.ts';
import { openCsv } from './csv-read.ts';
import { refuseTooLarge } from './sheet-refusals.ts';
import { type OpenedSheet, sheetLimits } from './sheet-rows.ts';
import { openXlsx } from './xlsx-read.ts';

/**
 * Opens an uploaded or pasted table by what it is, whatever its name says: XLSX, else CSV or tab-separated text. Raises
 * ProblemError for old and encrypted workbooks, for empty files and for those above 64 MB.
 */
export function openSheet(bytes: Uint8Array, sheet?: string): OpenedSheet {
  if (bytes.length > sheetLimits.bytes)
    refuseTooLarge(
      `文件有 ${Math.round(bytes.length / 2 ** 20)} MB，最大 ${sheetLimits.bytes / 2 ** 20} MB`,
      `the file has ${Math.round(bytes.length / 2 ** 20)} MB; at most ${sheetLimits.bytes / 2 ** 20} MB are read`,
    );
  if (bytes.length === 0) refuse('sheet_empty', { zh: '文件是空的', en: 'the file is empty' });
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    refuse('sheet_old', {
      zh: '这是旧版 .xls 文件或加了密码的表格。请打开后去掉密码，另存为 .xlsx 再导入',
      en: 'this is an old .xls file or an encrypted workbook; save it as .xlsx without a password',
    });
  if (startsWith(bytes, [0x50, 0x4b])) return openXlsx(bytes, sheet);
  if (bytes.subarray(0, 4096).includes(0) && !hasUtf16Mark(bytes))
    refuse('sheet_unknown_format', {
      zh: '这不是表格文件。请上传 .xlsx 或 .csv',
      en: 'this is not a table; give an .xlsx or .csv file',
    });
  return openCsv(bytes);
}

function hasUtf16Mark(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
