import { refuse } from '#kernel/problem.ts';
import { sheetLimits } from './sheet-rows.ts';

/** The file is not what it says it is. `reason` is for whoever looks into it. */
export function refuseDamaged(reason: string, place?: string): never {
  refuse(
    'sheet_damaged',
    {
      zh: `文件已损坏或不是规范的 XLSX（${reason}）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入`,
      en: `the file is damaged or not a proper XLSX (${reason}); open it in a spreadsheet program and save it as .xlsx again`,
    },
    place,
  );
}

/** The file asks for more than a table can need. */
export function refuseTooLarge(zh: string, en: string, place?: string): never {
  refuse(
    'sheet_too_large',
    { zh: `${zh}。请删去多余内容或拆成几个文件`, en: `${en}; remove the rest or split it` },
    place,
  );
}

export function refuseTooManyColumns(row: number): never {
  refuseTooLarge(
    `第 ${row} 行的内容超出了 ${sheetLimits.columns} 列`,
    `row ${row} has content beyond ${sheetLimits.columns} columns`,
    `row ${row}`,
  );
}

export function refuseTooManyRows(): never {
  refuseTooLarge(
    `表格超过 ${sheetLimits.rows - 1} 行（不算表头）`,
    `the table has more than ${sheetLimits.rows - 1} rows below its heading`,
  );
}

export function refuseLongCell(address: string): never {
  refuseTooLarge(
    `这一格的文字超过 ${sheetLimits.cell} 个字`,
    `the cell holds more than ${sheetLimits.cell} characters`,
    address,
  );
}
