import type { Tx } from '#db/open.ts';
import { roleLabels } from '#domain/access/policy.ts';
import type { AuditEntry } from '#domain/audit/model.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { type KindCode, kindCodes, personRoleLabels } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { type RecordDraft, statusLabels } from '#domain/records/model.ts';
import type { Text } from '#kernel/text.ts';
import { idIn, type Names } from './audit-names.ts';

export interface Change {
  readonly label: Text;
  readonly before: Text | null;
  readonly after: Text | null;
}

/**
 * What an entry tells, field by field. What a changed record said before and after comes from its revisions, for whoever may
 * read them; everything else stands in the entry itself.
 */
export async function changesOf(
  tx: Tx,
  entry: AuditEntry,
  organisation: Organisation,
  names: Names,
): Promise<Change[]> {
  const { before, device: _, ...after } = entry.detail;
  const told = fieldsOf(after, isObject(before) ? before : {}, names);
  const record = idIn(entry, 'record');
  const { revision } = after;
  if (entry.action !== 'record.changed' || record === undefined || typeof revision !== 'number') return told;
  const rows = await tx
    .selectFrom('record_revision')
    .select(['revision', 'content'])
    .where('record_id', '=', record)
    .where('revision', 'in', [revision - 1, revision])
    .execute();
  const said = (wanted: number) => rows.find((row) => row.revision === wanted)?.content as RecordDraft | undefined;
  const [former, latter] = [said(revision - 1), said(revision)];
  if (!former || !latter) return told;
  const [old, fresh] = [linesOf(former, organisation), linesOf(latter, organisation)];
  const changed = [...new Map([...old, ...fresh]).keys()].flatMap((name): Change[] => {
    const [left, right] = [old.get(name), fresh.get(name)];
    if (left?.text === right?.text) return [];
    return [{ label: (left ?? right)!.label, before: same(left?.text), after: same(right?.text) }];
  });
  return [...changed, ...told];
}

interface Line {
  readonly label: Text;
  readonly text: string;
}

/** What a record says, a line a field. */
function linesOf(draft: RecordDraft, { tree, catalogue }: Organisation): Map<string, Line> {
  const lines = new Map<string, Line>();
  const add = (name: string, zh: string, en: string, text: string) => {
    if (text !== '') lines.set(name, { label: { zh, en }, text });
  };
  add('hosts', '主办单位', 'Hosts', draft.hosts.map((code) => tree.find(code)?.short ?? code).join('、'));
  add('days', '日期', 'Days', draft.from === draft.to ? draft.from : `${draft.from} 至 ${draft.to}`);
  add('title', '标题', 'Title', draft.title);
  add('place', '地点', 'Place', draft.place);
  add('partners', '协办单位', 'Partners', draft.partners.join('、'));
  for (const [family, code] of Object.entries(draft.classes)) {
    const label = catalogue.family(family)?.label ?? { zh: family, en: family };
    add(`class ${family}`, label.zh, label.en, catalogue.labelOf(family, code)?.zh ?? code);
  }
  for (const measure of catalogue.measuresOf(draft.kind)) {
    const value = draft.measures[measure.field];
    if (value === undefined) continue;
    const { label, unit, scale, field } = measure;
    add(`measure ${field}`, label.zh, label.en, `${value / scale} ${unit}`);
  }
  for (const [role, label] of Object.entries(personRoleLabels)) {
    const people = draft.people.filter((one) => one.role === role).map((one) => one.person);
    add(`people ${role}`, label.zh, label.en, people.join('、'));
  }
  for (const field of kinds[draft.kind].fields)
    add(`field ${field.code}`, field.label.zh, field.label.en, draft.fields[field.code] ?? '');
  add('narrative', '经过', 'Account', draft.narrative);
  add('highlight', '亮点', 'Highlight', draft.highlight ? '是' : '否');
  return lines;
}

function fieldsOf(
  after: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
  names: Names,
): Change[] {
  return Object.keys({ ...before, ...after }).flatMap((name): Change[] => {
    const value = after[name];
    if (isObject(value)) return fieldsOf(value, {}, names);
    const [old, fresh] = [wordsOf(name, before[name], names), wordsOf(name, value, names)];
    if (old === null && fresh === null) return [];
    return [{ label: labels[name] ?? { zh: name, en: name }, before: old, after: fresh }];
  });
}

const labels: Readonly<Record<string, Text>> = {
  reason: { zh: '理由', en: 'Reason' },
  from: { zh: '从', en: 'From' },
  to: { zh: '到', en: 'To' },
  hash: { zh: '内容哈希', en: 'Content hash' },
  sha256: { zh: 'SHA-256', en: 'SHA-256' },
  revision: { zh: '版次', en: 'Revision' },
  role: { zh: '职务', en: 'Role' },
  unit: { zh: '单位', en: 'Unit' },
  account: { zh: '账号', en: 'Account' },
  person: { zh: '人员', en: 'Person' },
  username: { zh: '用户名', en: 'User name' },
  name: { zh: '姓名', en: 'Name' },
  format: { zh: '格式', en: 'Format' },
  rows: { zh: '条数', en: 'Rows' },
  window: { zh: '时段', en: 'Window' },
  kind: { zh: '类型', en: 'Kind' },
  status: { zh: '状态', en: 'Status' },
  text: { zh: '文字', en: 'Text' },
  who: { zh: '操作人', en: 'Who' },
  group: { zh: '操作类别', en: 'Sort of act' },
  source: { zh: '文件', en: 'File' },
  read: { zh: '读到', en: 'Read' },
  fresh: { zh: '新增', en: 'New' },
  repeated: { zh: '已有', en: 'Known already' },
  refused: { zh: '有问题', en: 'Refused' },
  skipped: { zh: '跳过', en: 'Skipped' },
  undone: { zh: '作废', en: 'Voided' },
  kept: { zh: '保留', en: 'Kept' },
  unseen: { zh: '不在查看范围', en: 'Out of sight' },
  entries: { zh: '条数', en: 'Entries' },
  through: { zh: '到第几条', en: 'Through' },
  faults: { zh: '异常', en: 'Faults' },
  dropped: { zh: '并入的记录', en: 'Record merged' },
  sections: { zh: '部分', en: 'Sections' },
  section: { zh: '部分', en: 'Section' },
  windows: { zh: '时段', en: 'Windows' },
  due: { zh: '期限', en: 'Due' },
  records: { zh: '记录', en: 'Records' },
  state: { zh: '登录状态', en: 'State of the session' },
  coded: { zh: '用了验证码', en: 'With a code' },
};

const states: Readonly<Record<string, Text>> = {
  open: { zh: '已登录', en: 'signed in' },
  pending: { zh: '还差第二步', en: 'second step missing' },
  expired: { zh: '要先改密码', en: 'new password needed' },
};

/** A value as a person reads it; null for none. */
function wordsOf(name: string, value: unknown, names: Names): Text | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  if (name === 'state' && typeof value === 'string') return states[value] ?? same(value);
  if (Array.isArray(value)) return same(value.map(String).join('、'));
  if (name === 'role' && typeof value === 'string') return roleLabels[value as keyof typeof roleLabels] ?? same(value);
  if (name === 'kind' && kindCodes.includes(value as KindCode)) return kinds[value as KindCode].label;
  if (['from', 'status'].includes(name) && typeof value === 'string' && Object.hasOwn(statusLabels, value))
    return statusLabels[value as keyof typeof statusLabels];
  if (typeof value === 'number') {
    const known = name === 'unit' || name === 'account' || name === 'person' ? names[name](value) : undefined;
    return same(known ?? String(value));
  }
  return same(String(value));
}

function same(text: string | undefined): Text | null {
  return text === undefined ? null : { zh: text, en: text };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
