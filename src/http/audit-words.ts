import { auditGroups } from '#domain/audit/model.ts';
import type { Text } from '#kernel/text.ts';
import { isRole, type Names, textOf } from './audit-names.ts';

/** What an entry is told from. */
export interface Told {
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What was done, as a sentence without its subject: “核定了记录”. Unknown acts are told by their name. */
export function sentenceOf(told: Told, names: Names): Text {
  const say = sentences[told.action] ?? sentences[`${told.action.split('.')[0]}.`];
  return say ? say(told, names) : { zh: `其他操作（${told.action}）`, en: `other act (${told.action})` };
}

/** Acts whose sentences have this word, so that a search finds what the screen says. */
export function actionsSaying(word: string): string[] {
  const wanted = word.toLowerCase();
  const plain: Told = { action: '', subject: '', detail: {} };
  return Object.entries(sentences).flatMap(([action, say]) => {
    const { zh, en } = say({ ...plain, action }, nobody);
    return !action.endsWith('.') && `${zh} ${en}`.toLowerCase().includes(wanted) ? [action] : [];
  });
}

/** Whether every act that is told of belongs to a group, so that no filter leaves it out. */
export function ungrouped(): string[] {
  const starts = Object.values(auditGroups).flat() as readonly string[];
  return Object.keys(sentences).filter((action) => !starts.some((start) => action.startsWith(start)));
}

const nobody: Names = {
  account: () => undefined,
  unit: () => undefined,
  person: () => undefined,
  record: () => undefined,
};

type Sentence = (told: Told, names: Names) => Text;

const plain =
  (zh: string, en: string): Sentence =>
  () => ({ zh, en });

/** With the reason that somebody gave. */
const reasoned =
  (zh: string, en: string): Sentence =>
  ({ detail }) => {
    const reason = textOf(detail.reason);
    return reason ? { zh: `${zh}：${reason}`, en: `${en}: ${reason}` } : { zh, en };
  };

/** With the account that it was done to. */
const ofAccount =
  (zh: (name: string) => string, en: (name: string) => string): Sentence =>
  ({ subject, detail }, names) => {
    const name = names.account(Number(subject.split(':')[1])) ?? textOf(detail.username) ?? '';
    return { zh: zh(name && `“${name}”`), en: en(name) };
  };

/** With the person, the role and the unit of a post. */
const ofPost =
  (zh: (who: string, post: string) => string, en: (who: string, post: string) => string): Sentence =>
  ({ detail }, names) => {
    const who =
      names.account(Number(detail.account)) ?? names.person(Number(detail.person)) ?? textOf(detail.name) ?? '';
    const unit = names.unit(Number(detail.unit)) ?? '';
    const role = isRole(detail.role);
    return { zh: zh(who, `${unit}${role?.zh ?? ''}`), en: en(who, `${role?.en ?? ''} ${unit}`.trim()) };
  };

const number = (value: unknown): string => (typeof value === 'number' ? String(value) : '');

const sentences: Readonly<Record<string, Sentence>> = {
  'session.began': ({ detail }) =>
    detail.state === 'pending'
      ? { zh: '输对了密码，还差第二步验证', en: 'gave the right password; the second step is missing' }
      : detail.coded === true
        ? { zh: '登录（密码和验证码）', en: 'signed in (password and code)' }
        : { zh: '登录', en: 'signed in' },
  'session.ended': plain('退出登录，或登录到期', 'signed out, or the session ended'),
  'session.refused': ({ detail }) =>
    detail.step === 'code'
      ? { zh: '登录没有成功：验证码不对', en: 'sign-in refused: wrong code' }
      : { zh: '登录没有成功：密码不对', en: 'sign-in refused: wrong password' },
  'account.created': ofAccount(
    (name) => `新建账号${name}`,
    (name) => `made the account ${name}`,
  ),
  'account.disabled': ofAccount(
    (name) => `停用账号${name}`,
    (name) => `switched off the account ${name}`,
  ),
  'account.enabled': ofAccount(
    (name) => `启用账号${name}`,
    (name) => `switched on the account ${name}`,
  ),
  'account.locked': ofAccount(
    (name) => `连续登录失败，账号${name}暂停登录`,
    (name) => `the account ${name} was locked after failed attempts`,
  ),
  'account.unlocked': ofAccount(
    (name) => `解除账号${name}的暂停登录`,
    (name) => `unlocked the account ${name}`,
  ),
  'account.password': ofAccount(
    (name) => `改了账号${name}的密码`,
    (name) => `changed the password of ${name}`,
  ),
  'second_factor.set': ofAccount(
    (name) => `为账号${name}设了第二步验证`,
    (name) => `set up the second step of ${name}`,
  ),
  'second_factor.removed': ofAccount(
    (name) => `取消了账号${name}的第二步验证`,
    (name) => `removed the second step of ${name}`,
  ),
  'second_factor.recovery_used': ofAccount(
    (name) => `账号${name}用掉一个备用码`,
    (name) => `${name} used a recovery code`,
  ),
  'invitation.made': ofPost(
    (who, post) => `邀请${who}任${post}`,
    (who, post) => `invited ${who} as ${post}`,
  ),
  'invitation.used': ofPost(
    (who, post) => `${who}接受邀请，任${post}`,
    (who, post) => `${who} took up the invitation as ${post}`,
  ),
  'invitation.revoked': ofPost(
    (who, post) => `撤回对${who}的邀请（${post}）`,
    (who, post) => `revoked the invitation of ${who} as ${post}`,
  ),
  'password_link.made': ofPost(
    (who) => `为${who}生成重设密码的链接`,
    (who) => `made a link for ${who} to set a new password`,
  ),
  'password_link.used': ofPost(
    (who) => `${who}用链接重设了密码`,
    (who) => `${who} set a new password by a link`,
  ),
  'password_link.revoked': ofPost(
    (who) => `作废了${who}重设密码的链接`,
    (who) => `revoked the password link of ${who}`,
  ),
  'post.insert': ofPost(
    (who, post) => `授予${who}职务：${post}`,
    (who, post) => `gave ${who} the post of ${post}`,
  ),
  'post.update': ofPost(
    (who, post) => `改了${who}的职务：${post}`,
    (who, post) => `changed the post of ${who}: ${post}`,
  ),
  'post.delete': ofPost(
    (who, post) => `撤销${who}的职务：${post}`,
    (who, post) => `took the post of ${post} from ${who}`,
  ),
  'record.draft': plain('存了草稿', 'saved a draft'),
  'record.submitted': reasoned('报送记录', 'submitted a record'),
  'record.verified': plain('核定记录，从此入数', 'verified a record; it counts from now on'),
  'record.returned': reasoned('退回记录', 'returned a record'),
  'record.void': reasoned('作废记录', 'voided a record'),
  'record.changed': ({ detail }) => ({
    zh: `改了记录的内容${detail.revision ? `（第 ${number(detail.revision)} 版）` : ''}`,
    en: `changed a record${detail.revision ? ` (revision ${number(detail.revision)})` : ''}`,
  }),
  'record.merged': reasoned('把一条重复的记录并入', 'merged a duplicate into a record'),
  'record.split': reasoned('把并入的记录重新分开', 'split a merged record again'),
  'record.message': plain('就记录留言', 'wrote a message about a record'),
  'record.commented': plain('在记录上批注', 'commented on a record'),
  'photo.added': plain('添加照片', 'added a photo'),
  'photo.described': plain('改了照片的说明', 'described a photo'),
  'photo.restored': plain('恢复照片', 'restored a photo'),
  'photo.deleted': plain('彻底删除照片', 'deleted a photo for good'),
  'photo.removed': reasoned('删去照片', 'removed a photo'),
  'import.accepted': ({ detail }) => ({
    zh: `导入表格“${textOf(detail.source) ?? ''}”：新增 ${number(detail.fresh)} 条，有问题 ${number(detail.refused)} 行`,
    en: `imported "${textOf(detail.source) ?? ''}": ${number(detail.fresh)} new, ${number(detail.refused)} refused`,
  }),
  'import.undone': ({ detail }) => ({
    zh: `撤回导入：${number(detail.undone)} 条作废`,
    en: `took an import back: ${number(detail.undone)} records voided`,
  }),
  'export.records': ({ detail }) => ({
    zh: `开始导出台账（${textOf(detail.format) ?? ''}）`,
    en: `began to export the ledger (${textOf(detail.format) ?? ''})`,
  }),
  'export.taken': ({ detail }) => ({
    zh: `导出结束，共 ${number(detail.rows)} 条`,
    en: `exported ${number(detail.rows)} rows`,
  }),
  'export.audit': plain('开始导出操作日志', 'began to export the audit'),
  'edition.frozen': plain('定稿发布版', 'froze an edition'),
  'edition.published': plain('发布', 'published an edition'),
  'period.created': plain('新建统计期', 'made a period'),
  'period.deadlines': plain('改了报送期限', 'changed the deadlines of a period'),
  'period.closed': reasoned('截止统计期', 'closed a period'),
  'period.reopened': reasoned('重新开放统计期', 'reopened a period'),
  'statement.made': plain('声明本期无内容', 'stated that there is nothing to report'),
  'statement.withdrawn': plain('撤回“本期无内容”的声明', 'withdrew a statement of nothing to report'),
  'reminder.sent': plain('发出催报', 'sent a reminder'),
  'discrepancy.opened': plain('发现数字不一致', 'found figures that do not agree'),
  'discrepancy.reopened': reasoned('重新打开一处差异', 'reopened a discrepancy'),
  // Acts whose names end in how it was done.
  'discrepancy.': reasoned('处理了一处差异', 'closed a discrepancy'),
  'rule.retired': reasoned('停用一条核对规则', 'retired a rule of agreement'),
  'rule.restored': reasoned('恢复一条核对规则', 'restored a rule of agreement'),
  'intake.received': plain('收到来稿', 'received a text'),
  'intake.corrected': plain('改正从来稿读出的内容', 'corrected what was read from a text'),
  'intake.': plain('处理来稿中的一条', 'decided on something read from a text'),
  'pack.installed': ({ detail }) => ({
    zh: `装入资料包，带来 ${number(detail.records)} 条记录`,
    en: `installed the pack with ${number(detail.records)} records`,
  }),
  'records.generated': ({ detail }) => ({
    zh: `生成示例数据 ${number(detail.records)} 条`,
    en: `generated ${number(detail.records)} sample records`,
  }),
  'audit.archived': ({ detail }) => ({
    zh: `归档操作日志 ${number(detail.entries)} 条（到第 ${number(detail.through)} 条）`,
    en: `archived ${number(detail.entries)} audit entries (through ${number(detail.through)})`,
  }),
  'audit.verified': ({ detail }) => ({
    zh: `核对操作日志的链条：${number(detail.faults) === '0' ? '完整' : `${number(detail.faults)} 处异常`}`,
    en: `verified the audit chain: ${number(detail.faults) === '0' ? 'whole' : `${number(detail.faults)} faults`}`,
  }),
};
