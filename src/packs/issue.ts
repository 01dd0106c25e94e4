import type { z } from 'zod';
import type { Text } from '#kernel/text.ts';

/** What does not fit, in words for the pack's author; `path` is where it is in the file. */
export function issueText(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): Text {
  const name = path.map(String).join('/');
  const said = (zh: string, en: string): Text => ({ zh: `${name}：${zh}`, en: `${name}: ${en}` });
  switch (issue.code) {
    case 'unrecognized_keys':
      return said('不认识的项，请删去或改名', 'unknown key; remove or rename it');
    case 'invalid_type':
      return issue.input === undefined && /received undefined/.test(issue.message)
        ? said('缺少这一项', 'this is missing')
        : said(`类型不对，应为 ${issue.expected}`, `of the wrong type; it should be ${issue.expected}`);
    case 'invalid_value':
      return said(
        `只能是 ${issue.values.map(String).join('、')}`,
        `must be one of ${issue.values.map(String).join(', ')}`,
      );
    case 'too_small':
      return said(`太小或太短，至少 ${issue.minimum}`, `too small or too short; at least ${issue.minimum}`);
    case 'too_big':
      return said(`太大或太长，至多 ${issue.maximum}`, `too large or too long; at most ${issue.maximum}`);
    case 'custom':
      return customText(issue, said);
    default:
      return said(`写法不对（${issue.message}）`, `not in the expected form (${issue.message})`);
  }
}

/** Checks of our own name themselves by code. */
function customText(issue: z.core.$ZodIssue & { code: 'custom' }, said: (zh: string, en: string) => Text): Text {
  const text = String(issue.params?.text ?? '');
  switch (issue.message) {
    case 'day_unknown':
      return said(`日期“${text}”不存在，请写成 2024-07-01`, `"${text}" is not a day; write 2024-07-01`);
    case 'window_form':
      return said(
        `时段“${text}”不对，请写成 2024-07-01..2024-10-31`,
        `"${text}" is not a window; write 2024-07-01..2024-10-31`,
      );
    case 'code_form':
      return said(
        `代码“${text}”不对，只用小写字母、数字和连接符`,
        `"${text}" is not a code; use small letters, digits and joiners`,
      );
    default:
      return said(`不合要求（${issue.message}）`, issue.message);
  }
}
