import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { memo } from 'react';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Item } from './data.ts';
import { texts as both } from './texts.ts';

export type Act = 'accept' | 'correct' | 'join' | 'leave' | 'undo' | 'show' | 'choose';

/** A proposed record: what it would say, where each part comes from, and what may be done with it. */
export const ItemCard = memo(function ItemCard({
  item,
  isCurrent,
  busy,
  names,
  act,
}: {
  readonly item: Item;
  readonly isCurrent: boolean;
  readonly busy: boolean;
  readonly names: ReadonlyMap<string, string>;
  readonly act: (act: Act, item: Item) => void;
}) {
  const say = usePhrases(both);
  const { texts, say: text } = useTexts();
  const { catalogue, units } = useScope();
  const { draft } = item;
  const kind = catalogue.kinds.find((one) => one.code === draft.kind)!;
  const unit = (code: string) => units.find((one) => one.code === code)?.short ?? code;
  const isOpen = item.state === 'open';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: j and k choose; a click is a shortcut
    <li
      className="item"
      id={`item-${item.n}`}
      data-n={item.n}
      data-state={item.state}
      data-current={isCurrent || undefined}
      onClick={() => act('choose', item)}
    >
      <p className="marks">
        <span className={`tag tag-item-${item.state}`}>{say.itemStates[item.state]}</span>
        <span className="quiet">{text(kind.label)}</span>
        <span className="quiet">{draft.hosts.map(unit).join('、')}</span>
        <span className="quiet day">{texts.dayRange(draft.from, draft.to)}</span>
        {draft.highlight && <span className="tag tag-highlight">{texts.highlight}</span>}
      </p>
      <h4>{draft.title}</h4>
      <Facts item={item} names={names} />
      {isOpen &&
        item.problems.map((one) => (
          <p key={`${one.code}${one.place}`} className="item-problem">
            {text(one.text)}
          </p>
        ))}
      {isOpen &&
        item.doubts.map((one) => (
          <p key={`${one.code}${one.place}`} className="item-doubt">
            {text(one.text)}
          </p>
        ))}
      {isCurrent && (
        <details className="item-why" open>
          <summary>{say.why}</summary>
          <ul>
            {item.why.map((one) => (
              <li key={one.zh}>{text(one)}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="item-acts">
        {isOpen ? (
          <>
            <Button
              size="small"
              type={isCurrent ? 'primary' : 'default'}
              disabled={busy || item.problems.length > 0}
              onClick={() => act('accept', item)}
            >
              {say.accept}
            </Button>
            <Button size="small" disabled={busy} onClick={() => act('correct', item)}>
              {say.correct}
            </Button>
            <Button size="small" disabled={busy} onClick={() => act('join', item)}>
              {say.join}
            </Button>
            <Button size="small" disabled={busy} onClick={() => act('leave', item)}>
              {say.leave}
            </Button>
          </>
        ) : (
          <>
            {item.record !== null && (
              <Link to="/ledger" search={((old: object) => ({ ...old, record: item.record })) as never}>
                {say.record(item.record)}
              </Link>
            )}
            <Button size="small" disabled={busy} onClick={() => act('undo', item)}>
              {say.undo}
            </Button>
          </>
        )}
        <Button size="small" type="text" onClick={() => act('show', item)}>
          {say.show}
        </Button>
      </div>
    </li>
  );
});

function Facts({ item: { draft }, names }: { readonly item: Item; readonly names: ReadonlyMap<string, string> }) {
  const say = usePhrases(both);
  const { say: text, texts } = useTexts();
  const { catalogue } = useScope();
  const kind = catalogue.kinds.find((one) => one.code === draft.kind)!;
  const measures = kind.measures.flatMap((measure) => {
    const steps = draft.measures[measure.field];
    return steps === undefined
      ? []
      : [`${text(measure.label)} ${(steps / measure.scale).toLocaleString('zh-CN')}${measure.unit}`];
  });
  const classes = Object.entries(draft.classes).map(([family, code]) => {
    const lists = catalogue.families.find((one) => one.code === family)?.lists ?? [];
    const label = lists.flatMap((list) => list.classes).find((one) => one.code === code)?.label;
    return label ? text(label) : code;
  });
  const more = [
    ...(draft.place === '' ? [] : [`${say.place}：${draft.place}`]),
    ...(draft.partners.length === 0 ? [] : [`${say.partners}：${draft.partners.join('、')}`]),
    ...draft.people.map(({ person, role }) => `${texts.people[role] ?? role}：${names.get(person) ?? person}`),
    ...kind.fields.flatMap((field) => {
      const value = draft.fields[field.code];
      return value ? [`${text(field.label)}：${value}`] : [];
    }),
  ];
  return (
    <>
      {measures.length > 0 && <p className="item-measures">{measures.join('，')}</p>}
      {classes.length > 0 && <p className="quiet">{classes.join(' · ')}</p>}
      {more.length > 0 && <p className="quiet">{more.join('；')}</p>}
    </>
  );
}
