import { exitCodes } from '#db/exit.ts';
import { checkText } from '#domain/agreement/check.ts';
import type { NumberState, StatedNumber } from '#domain/agreement/ledger/verdict.ts';
import { type Finding, isFault, severityLabels } from '#domain/agreement/model.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { checkSource } from '#domain/discrepancies/check.ts';
import { readSource } from '#domain/discrepancies/sources.ts';
import { refuse } from '#kernel/problem.ts';
import { parseWindow } from '#kernel/window.ts';
import { type Command, type Input, textOf } from './command.ts';
import { withDatabase } from './open.ts';
import { readText } from './text-file.ts';
import { findUnit } from './unit.ts';

const stateNames: Readonly<Record<NumberState, string>> = {
  matched: '台账相符',
  conflicting: '台账不符',
  unsupported: '没有依据',
};

export const check: Command = {
  name: 'check',
  meaning: { zh: '检查一份材料里的数字是否相互吻合', en: 'check whether the numbers of a text agree' },
  options: [
    { name: 'json', type: 'boolean', meaning: { zh: '每行一条 JSON', en: 'one JSON object a line' } },
    {
      name: 'ledger',
      type: 'boolean',
      meaning: {
        zh: '再同台账里已核定的记录和以前的发布版核对',
        en: 'also against verified records and earlier editions',
      },
    },
    {
      name: 'unit',
      type: 'string',
      placeholder: '单位',
      meaning: { zh: '材料是哪个单位的（与 --ledger 同用）', en: 'the unit that the text is of, with --ledger' },
    },
    {
      name: 'window',
      type: 'string',
      placeholder: '起..止',
      meaning: {
        zh: '材料的统计时段，如 2024-07-01..2024-10-31（与 --ledger 同用）',
        en: 'the window that the text is of, as 2024-07-01..2024-10-31, with --ledger',
      },
    },
  ],
  operands: 'FILE|-',
  run: async (input) => {
    const [file, ...more] = input.operands;
    if (file === undefined || more.length > 0)
      refuse('file_missing', {
        zh: '请给出一个要检查的文件，或用 - 从标准输入读',
        en: 'name one file, or - for standard input',
      });
    const text = await readText(file, input.say);
    const { findings, numbers } = input.values.ledger
      ? await againstLedger(input, text)
      : { findings: checkText(text), numbers: [] };
    for (const finding of findings) {
      const said = finding.holds ? '相符' : severityLabels[finding.severity].zh;
      print(input, text, finding, shown(finding), `${said}：${finding.message.zh}`);
    }
    for (const number of numbers) {
      // In words only what somebody must look at; a program is given all of them.
      if (input.values.json || number.state === 'unsupported')
        print(
          input,
          text,
          { spans: [number] },
          stateShown(number),
          `${stateNames[number.state]}：“${number.text}”${number.why.zh}`,
        );
    }
    if (numbers.length > 0) input.say(countsOf(numbers));
    return findings.some(isFault) ? exitCodes.failed : 0;
  },
};

async function againstLedger(input: Input, text: string) {
  const [named, period] = [textOf(input, 'unit'), textOf(input, 'window')];
  if (named === undefined || period === undefined)
    refuse('options_missing', {
      zh: '同台账核对要给出 --unit 和 --window',
      en: 'checking against the ledger needs --unit and --window',
    });
  const window = parseWindow(period, '--window');
  return await withDatabase(input.say, async ({ system }) => {
    const organisation = await readOrganisation(system);
    const unit = findUnit(organisation.tree, named);
    const reading = system.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return await reading.execute(async (tx) => {
      const source = await readSource(tx, organisation, { kind: 'text', text, unit, window });
      const { findings, numbers, retired } = await checkSource(tx, organisation, source, { ledger: true });
      if (retired.size > 0) input.say(`已停用、没有执行的规则：${[...retired].join('、')}`);
      return { findings: findings.map((one) => one.finding), numbers };
    });
  });
}

function print(input: Input, text: string, { spans }: Pick<Finding, 'spans'>, json: object, words: string): void {
  const line = lineOf(text, spans[0]?.start ?? 0);
  process.stdout.write(input.values.json ? `${JSON.stringify(json)}\n` : `第${line}行 ${words}\n`);
}

/** The message in Chinese, as it is printed, and the English one beside it. */
function shown({ rule, severity, message, ...rest }: Finding): object {
  return { rule, severity, message: message.zh, message_en: message.en, ...rest };
}

function stateShown({ state, text, start, end, counted, difference, why, question, record }: StatedNumber): object {
  const span = { start, end, text };
  return { state, message: why.zh, message_en: why.en, spans: [span], counted, difference, question, record };
}

function countsOf(numbers: readonly StatedNumber[]): string {
  const count = (state: NumberState) => numbers.filter((one) => one.state === state).length;
  return `全文${numbers.length}个数字：与台账相符${count('matched')}个，不符${count('conflicting')}个，没有依据${count('unsupported')}个。`;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
