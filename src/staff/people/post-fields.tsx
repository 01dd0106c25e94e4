import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { unitNodes } from '../unit-picker.tsx';
import type { Office, Role } from './office.ts';
import { texts } from './texts.ts';

export interface PostDraft {
  readonly role: Role;
  readonly unit: string;
  readonly from: string;
  /** Empty when no end is set. */
  readonly to: string;
}

/** Role, unit and days of a post, of those that one may give. */
export function PostFields({
  office,
  draft,
  change,
}: {
  readonly office: Office;
  readonly draft: PostDraft;
  readonly change: (draft: PostDraft) => void;
}) {
  const t = usePhrases(texts).form;
  const { say } = useTexts();
  const tree = useMemo(() => unitNodes(office.units), [office.units]);
  const needsFactor = office.roles.find((one) => one.role === draft.role)?.needsSecondFactor ?? false;
  return (
    <>
      <label htmlFor="post-role">{t.role}</label>
      <select
        id="post-role"
        value={draft.role}
        onChange={(event) => change({ ...draft, role: event.target.value as Role })}
        aria-describedby={needsFactor ? 'post-factor' : undefined}
      >
        {office.roles.map((one) => (
          <option key={one.role} value={one.role}>
            {say(one.label)}
          </option>
        ))}
      </select>
      {needsFactor && (
        <p className="hint" id="post-factor">
          {t.factor}
        </p>
      )}
      <label htmlFor="post-unit">{t.unit}</label>
      <TreeSelect<string>
        id="post-unit"
        value={draft.unit}
        treeData={tree}
        onChange={(unit) => change({ ...draft, unit })}
        showSearch={{
          filterTreeNode: (typed, node) =>
            (node as unknown as { words: string }).words.includes(typed.trim().toLowerCase()),
        }}
        placeholder={t.unitSearch}
        treeDefaultExpandedKeys={tree.map((node) => node.value)}
        listHeight={320}
      />
      <div className="pair-of-days">
        <div>
          <label htmlFor="post-from">{t.from}</label>
          <input
            id="post-from"
            type="date"
            value={draft.from}
            onChange={(event) => change({ ...draft, from: event.target.value })}
          />
        </div>
        <div>
          <label htmlFor="post-to">{t.to}</label>
          <input
            id="post-to"
            type="date"
            value={draft.to}
            onChange={(event) => change({ ...draft, to: event.target.value })}
            aria-describedby="post-to-hint"
          />
        </div>
      </div>
      <p className="hint" id="post-to-hint">
        {t.toHint}
      </p>
    </>
  );
}

/** The post as the API takes it; a day left empty reaches it as one that does not exist, and is told there. */
export function postOf({ role, unit, from, to }: PostDraft) {
  return { role, unit, from: from as never, to: (to === '' ? null : to) as never };
}

export function todayText(): string {
  return new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' });
}
