import { ORPCError } from '@orpc/server';
import { type Problem, ProblemError } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';

/** One shape for everything that goes wrong (RFC 9457), with all problems at once and in both languages. */
export interface ProblemBody {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly problems: readonly Problem[];
}

export function problemBody(status: number, problems: readonly Problem[]): ProblemBody {
  const title = titles[status] ?? titles[500]!;
  const code = problems[0]?.code ?? 'failed';
  return {
    type: 'about:blank',
    title: title.en,
    status,
    code,
    detail: problems.map((one) => one.text.zh).join('\n'),
    problems,
  };
}

export function problemError(
  code: string,
  status: number,
  problems: readonly Problem[],
): ORPCError<string, { problems: readonly Problem[] }> {
  return new ORPCError(code, { status, message: problems.map((one) => one.text.zh).join('\n'), data: { problems } });
}

export function problemsOf(error: ORPCError<string, unknown>): readonly Problem[] {
  const data = error.data as { problems?: readonly Problem[] } | undefined;
  if (data?.problems) return data.problems;
  const text =
    error.status < 500 ? ({ zh: '没有这个地址', en: 'there is nothing at this address' } satisfies Text) : unexpected;
  return [{ code: error.status < 500 ? 'not_found' : 'failed', text }];
}

/** Whatever was thrown, as an error with a status and sentences. Raw messages of other software never leave. */
export function toProblemError(error: unknown): ORPCError<string, unknown> {
  if (error instanceof ProblemError) {
    const status = statusOf(error.problems);
    return problemError(names[status] ?? 'UNPROCESSABLE_CONTENT', status, error.problems);
  }
  // What is thrown while a body is being parsed; nothing behind the handlers parses what people send.
  if (error instanceof SyntaxError) return unreadable();
  if (error instanceof ORPCError) {
    const issues = (error.data as { issues?: readonly Issue[] } | undefined)?.issues;
    if (error.code === 'BAD_REQUEST' && issues)
      return problemError('UNPROCESSABLE_CONTENT', 422, issues.map(problemOfIssue));
    if (error.code === 'BAD_REQUEST') return unreadable();
    if (error.status < 500) return error;
  }
  return problemError('INTERNAL_SERVER_ERROR', 500, [{ code: 'failed', text: unexpected }]);
}

function unreadable(): ORPCError<string, unknown> {
  const text = { zh: '请求的内容读不懂，请检查格式', en: 'the body of the request cannot be read' };
  return problemError('BAD_REQUEST', 400, [{ code: 'body_unreadable', text }]);
}

const unexpected: Text = {
  zh: '没有办成，问题出在系统这边，已经记下。请稍后再试；一直不行请联系管理员',
  en: 'this did not work; the fault is ours and has been noted. Please try again later',
};

const titles: Readonly<Record<number, Text>> = {
  400: { zh: '请求读不懂', en: 'Bad request' },
  401: { zh: '没有登录', en: 'Not signed in' },
  403: { zh: '不允许', en: 'Not allowed' },
  404: { zh: '没有找到', en: 'Not found' },
  409: { zh: '情况已经变了', en: 'Conflict' },
  410: { zh: '已经失效', en: 'Gone' },
  413: { zh: '内容太大', en: 'Too large' },
  422: { zh: '内容有问题', en: 'Not valid' },
  429: { zh: '请稍后再试', en: 'Too many attempts' },
  500: { zh: '没有办成', en: 'Failed' },
};

const names: Readonly<Record<number, string>> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'GONE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
};

const statuses: Readonly<Record<string, number>> = {
  sign_in_failed: 401,
  sign_in_locked: 429,
  own_account: 403,
  account_unknown: 404,
  post_unknown: 404,
  invitation_unknown: 404,
  invitation_over: 410,
  forbidden: 403,
  own_record: 403,
  record_unknown: 404,
  photo_unknown: 404,
  unit_unknown: 404,
  round_unknown: 404,
  statement_unknown: 404,
  reminder_unknown: 404,
  period_closed: 409,
  period_open: 409,
  import_unknown: 404,
  upload_unknown: 404,
  entry_unknown: 404,
  upload_too_large: 413,
  exports_busy: 429,
  edition_unknown: 404,
  document_unknown: 404,
  item_unknown: 404,
  item_settled: 409,
  item_changed: 409,
  record_moved_on: 409,
  discrepancy_unknown: 404,
  conflicts_open: 409,
  rule_retired: 409,
  rule_not_retired: 409,
  session_unknown: 404,
  key_taken: 409,
  record_changed: 409,
  undo_moved_on: 409,
  undo_foreign: 403,
  undo_too_late: 409,
  copy_changed: 409,
  copy_gone: 409,
  bulk_unknown: 404,
  bulk_undone: 409,
  bulk_too_late: 409,
  view_unknown: 404,
  record_void: 409,
  move_not_allowed: 409,
  edition_exists: 409,
  summary_changed: 409,
};

function statusOf(problems: readonly Problem[]): number {
  // A unit named inside a form is a mistake in the form, not a page that is missing.
  const [first, ...more] = problems;
  if (!first || more.length > 0 || first.place?.includes('/')) return 422;
  return statuses[first.code] ?? 422;
}

interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly origin?: string;
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
  readonly keys?: readonly string[];
  readonly input?: unknown;
}

/** A schema's complaint in our own words. What was sent is never repeated. */
function problemOfIssue(issue: Issue): Problem {
  const place = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('/');
  const text = own[issue.message] ?? byCode(issue);
  const code = own[issue.message] ? issue.message : `input_${issue.code ?? 'invalid'}`;
  return place === '' ? { code, text } : { code, text, place };
}

const own: Readonly<Record<string, Text>> = {
  day_unknown: {
    zh: '日期不存在，请写成 年-月-日，例如 2024-07-01',
    en: 'not a day; write year-month-day, as in 2024-07-01',
  },
  window_form: {
    zh: '统计时段请写成 2024-07-01..2024-10-31，起在前、止在后',
    en: 'write a window as 2024-07-01..2024-10-31',
  },
  window_reversed: { zh: '统计时段的起止颠倒了', en: 'the window is reversed' },
};

function byCode(issue: Issue): Text {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { zh: '不能为空', en: 'must not be empty' }
        : { zh: `不能小于 ${issue.minimum}`, en: `must be at least ${issue.minimum}` };
    case 'too_big':
      return issue.origin === 'string'
        ? { zh: `最多 ${issue.maximum} 个字`, en: `at most ${issue.maximum} characters` }
        : { zh: `最多 ${issue.maximum}`, en: `at most ${issue.maximum}` };
    case 'unrecognized_keys':
      return { zh: '有不认识的栏目，请删去', en: 'has fields that are not known' };
    case 'invalid_value':
      return { zh: '不在可选的范围里', en: 'is not one of the choices' };
    case 'invalid_format':
      return { zh: '写法不对', en: 'is not in the expected form' };
    default:
      return { zh: '缺少这一项，或者类型不对', en: 'is missing or of the wrong type' };
  }
}
