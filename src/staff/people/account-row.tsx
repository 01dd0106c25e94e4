import { Button, Dropdown } from 'antd';
import type { api } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';

export type AccountRow = Awaited<ReturnType<typeof api.accounts.list>>['rows'][number];
export type AccountAct = 'addPost' | 'passwordLink' | 'unlock' | 'reset_factor' | 'disable' | 'enable';

/** One account: who, by which posts, last used, second step, state, and what may be done about it. */
export function PersonRow({
  row,
  act,
  end,
}: {
  readonly row: AccountRow;
  readonly act: (act: AccountAct) => void;
  readonly end: (post: AccountRow['posts'][number]) => void;
}) {
  const t = usePhrases(texts);
  return (
    <tr>
      <th scope="row" className="who">
        <strong>
          {row.name} {row.demo && <span className="tag tag-sample">{t.demo}</span>}
        </strong>
        <span className="quiet">
          {row.username}
          {row.own && ` · ${t.own}`}
        </span>
      </th>
      <td className="held-cell">
        <Posts row={row} end={end} />
        {!row.own && !row.manages && <span className="quiet">{t.notMine}</span>}
      </td>
      <td className="seen" data-label={t.seen}>
        {row.seenAt ? momentText(row.seenAt) : t.never}
      </td>
      <td className="factor" data-label={t.factor}>
        {row.secondFactor ? t.factorOn : row.needsSecondFactor ? t.factorNeeded : t.factorOff}
      </td>
      <td className="state">
        <StateTag row={row} />
      </td>
      <td className="acts-cell">{!row.own && <Manage row={row} act={act} />}</td>
    </tr>
  );
}

function Posts({ row, end }: { readonly row: AccountRow; readonly end: (post: AccountRow['posts'][number]) => void }) {
  const t = usePhrases(texts);
  const { say } = useTexts();
  const today = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' });
  return (
    <ul className="held">
      {row.posts.map((post) => (
        <li key={post.id} {...(!post.inForce && { 'data-over': '' })}>
          <span>
            {post.unit.short} · {say(post.label)}
          </span>
          <span className="days">
            {t.until(post.from, post.to)}
            {!post.inForce && ` · ${post.from > today ? t.future : t.over}`}
          </span>
          {post.mayEnd && (
            <Button
              type="link"
              size="small"
              onClick={() => end(post)}
              aria-label={t.endName(say(post.label), post.unit.short)}
            >
              {t.end}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function StateTag({ row }: { readonly row: AccountRow }) {
  const t = usePhrases(texts);
  if (row.disabled) return <span className="tag tag-void">{t.disabled}</span>;
  if (row.lockedUntil) return <span className="tag tag-locked">{t.locked(momentText(row.lockedUntil).slice(11))}</span>;
  return <span className="tag tag-verified">{t.active}</span>;
}

function Manage({ row, act }: { readonly row: AccountRow; readonly act: (act: AccountAct) => void }) {
  const t = usePhrases(texts);
  const items: { readonly key: AccountAct; readonly label: string; readonly danger?: boolean }[] = [
    { key: 'addPost', label: t.addPost },
    ...(row.manages && !row.disabled ? [{ key: 'passwordLink', label: t.passwordLink } as const] : []),
    ...(row.manages && row.lockedUntil ? [{ key: 'unlock', label: t.unlock } as const] : []),
    ...(row.manages && row.secondFactor ? [{ key: 'reset_factor', label: t.resetFactor } as const] : []),
    ...(row.manages
      ? [
          row.disabled
            ? ({ key: 'enable', label: t.enable } as const)
            : ({ key: 'disable', label: t.disable, danger: true } as const),
        ]
      : []),
  ];
  return (
    <Dropdown trigger={['click']} autoFocus menu={{ items: [...items], onClick: ({ key }) => act(key as AccountAct) }}>
      <Button aria-label={t.manageName(row.name)} aria-haspopup="menu">
        {t.manage}
      </Button>
    </Dropdown>
  );
}
