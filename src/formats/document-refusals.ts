import { ProblemError, problem, refuse } from '#kernel/problem.ts';

/** Runs a reader of packed files and tells its refusals in the words of a document instead of a spreadsheet. */
export function inWordsOfDocuments<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError(
      error.problems.map(({ code, text, place }) =>
        problem(
          code.replace(/^sheet_/, 'document_'),
          {
            zh: text.zh
              .replace('XLSX', 'DOCX')
              .replace('Excel 或 WPS', 'Word 或 WPS')
              .replace('.xlsx 后再导入', '.docx 再试'),
            en: text.en
              .replace('XLSX', 'DOCX')
              .replace('spreadsheet program', 'word processor')
              .replace('.xlsx', '.docx'),
          },
          place,
        ),
      ),
    );
  }
}

/** The file is not what it says it is. `reason` is for whoever looks into it. */
export function refuseDamagedDocument(reason: string): never {
  refuse('document_damaged', {
    zh: `文件已损坏，或者不是规范的文档（${reason}）。请用 Word 或 WPS 打开，另存为 .docx 再试`,
    en: `the file is damaged or not a proper document (${reason}); open it in a word processor and save it as .docx`,
  });
}
