import { Link, useParams } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useCallback, useMemo, useRef, useState } from 'react';
import { step, useKeys } from '../keys.ts';
import { Failure, Loading, Nothing } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { hasTwoPanes } from '../wide.ts';
import { type Pane, useIntakeAddress } from './address.ts';
import { Correct } from './correct.tsx';
import { type Intake, type Item, type Quantity, useIntake } from './data.ts';
import { Filters } from './filters.tsx';
import { type Act, ItemCard } from './item-card.tsx';
import { Join } from './join.tsx';
import { Rest } from './rest.tsx';
import { SectionHead } from './section-head.tsx';
import { SourceText } from './source-text.tsx';
import { texts as both } from './texts.ts';
import { useActs } from './use-acts.ts';
import { useReading } from './use-reading.ts';
import { scrollTo, useTogether } from './use-together.ts';
import './intake.css';

/** One document: its text on the left, what it proposes on the right, settled one by one or a section at a time. */
export function IntakeDocument() {
  const { id } = useParams({ strict: false }) as { id: string };
  const intake = useIntake(Number(id));
  if (intake.isPending) return <Loading />;
  if (intake.error) return <Failure error={intake.error} retry={() => void intake.refetch()} />;
  return <Workbench key={id} intake={intake.data} />;
}

function Workbench({ intake }: { readonly intake: Intake }) {
  const say = usePhrases(both);
  const { texts } = useTexts();
  const { search, change } = useIntakeAddress();
  const reading = useReading(intake);
  const acts = useActs(intake);
  const [asked, setAsked] = useState<number>();
  const [editing, setEditing] = useState<{ readonly item: Item; readonly how: 'correct' | 'join' }>();
  const source = useRef<HTMLElement>(null);
  const list = useRef<HTMLElement>(null);
  const pane: Pane = search.pane ?? 'proposals';
  const shown = useMemo(() => intake.items.filter((item) => matches(item, search)), [intake.items, search]);
  const sections = useMemo(() => [...Map.groupBy(shown, (item) => item.section)], [shown]);
  const rest = useMemo(
    () =>
      intake.quantities
        .filter((one) => one.state !== 'used' && matchesQuantity(one, search))
        .sort((left, right) => order[left.state] - order[right.state]),
    [intake.quantities, search],
  );
  const names = useMemo(() => new Map(intake.people.map((one) => [one.code, one.name])), [intake.people]);
  const current =
    shown.find((item) => item.n === search.item) ?? shown.find((item) => item.state === 'open') ?? shown[0];
  useTogether(source, list, pane === 'proposals');

  const showSpan = useCallback((selector: string) => {
    // On a phone the text may only now be put in place of the list.
    requestAnimationFrame(() => {
      const target = source.current?.querySelector<HTMLElement>(selector);
      if (source.current && target) scrollTo(source.current, target);
    });
  }, []);
  const go = useCallback(
    (n: number | undefined, inList = true) => {
      if (n === undefined) return;
      change({ item: n });
      if (inList) document.getElementById(`item-${n}`)?.scrollIntoView({ block: 'nearest' });
      showSpan(`[data-item="${n}"]`);
    },
    [change, showSpan],
  );
  const ids = shown.map((item) => item.n);
  const next = (after: number) => {
    const at = ids.indexOf(after);
    const open =
      shown.slice(at + 1).find((item) => item.state === 'open') ??
      shown.find((item) => item.state === 'open' && item.n !== after);
    go(open?.n ?? after);
  };
  const act = async (what: Act, item: Item) => {
    if (what === 'choose') return change({ item: item.n });
    if (what === 'show') {
      if (!hasTwoPanes()) change({ pane: 'source', item: item.n });
      return go(item.n, false);
    }
    if (what === 'correct' || what === 'join') return setEditing({ item, how: what });
    if (await acts[what](item)) {
      if (what === 'undo') go(item.n);
      else next(item.n);
    }
  };
  const latest = useRef(act);
  latest.current = act;
  const actOn = useCallback((what: Act, item: Item) => void latest.current(what, item), []);
  const onCurrent = (what: Act) => () => {
    if (current?.state === 'open' && !acts.busy && !(what === 'accept' && current.problems.length > 0))
      void act(what, current);
    else if (current && what === 'accept' && current.state === 'open') setEditing({ item: current, how: 'correct' });
  };
  const undo = () => {
    const item = current && current.state !== 'open' ? current : intake.items.find((one) => one.n === acts.last());
    if (item && item.state !== 'open') void act('undo', item);
    else acts.say(say.nothingToUndo);
  };
  const move = (by: 1 | -1) => () => {
    const at = step(ids, current?.n, by);
    go(at);
  };
  useKeys(
    {
      ...{ j: move(1), k: move(-1), a: onCurrent('accept'), e: onCurrent('correct'), m: onCurrent('join') },
      ...{ x: onCurrent('leave'), u: undo, enter: () => current && void act('show', current) },
    },
    editing === undefined,
  );
  const choose = useCallback(
    (to: { readonly item?: number; readonly quantity?: number }) => {
      setAsked(to.quantity);
      if (to.item !== undefined) {
        change({ item: to.item, pane: undefined });
        requestAnimationFrame(() => document.getElementById(`item-${to.item}`)?.scrollIntoView({ block: 'nearest' }));
      } else if (to.quantity !== undefined) {
        change({ pane: 'rest' });
        requestAnimationFrame(() =>
          document.getElementById(`rest-${to.quantity}`)?.scrollIntoView({ block: 'nearest' }),
        );
      }
    },
    [change],
  );

  return (
    <>
      <p>
        <Link
          to="/intake"
          search={
            ((old: object) => ({
              ...old,
              item: undefined,
              section: undefined,
              show: undefined,
              of: undefined,
              pane: undefined,
            })) as never
          }
        >
          {say.back}
        </Link>
      </p>
      <h1>
        {intake.name}{' '}
        <span className="quiet">
          {intake.unit.short} · {texts.dayRange(intake.window.from, intake.window.to)}
        </span>
      </h1>
      {reading.percent < 100 && (
        <div className="intake-progress" role="status">
          <Progress
            percent={reading.percent}
            status={reading.stuck ? 'exception' : 'active'}
            showInfo={false}
            aria-label={say.progress(reading.percent)}
          />
          <p>{reading.stuck ? say.stuck : say.progress(reading.percent)}</p>
          {reading.stuck && <Button onClick={reading.goOn}>{say.goOn}</Button>}
        </div>
      )}
      <Filters intake={intake} shown={shown.length} rest={rest.length} />
      <p className="quiet wide-only">{say.keys}</p>
      <div className="intake" data-pane={pane}>
        <SourceText intake={intake} current={current?.n} quantity={asked} choose={choose} box={source} />
        <section
          className="intake-list"
          ref={list}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={pane === 'rest' ? say.rest : say.proposals}
        >
          {pane === 'rest' ? (
            <Rest
              quantities={rest}
              asked={asked}
              busy={acts.busy}
              show={(one) => {
                setAsked(one.n);
                if (!hasTwoPanes()) change({ pane: 'source' });
                showSpan(`[data-q="${one.n}"]`);
              }}
              make={async (one) => {
                const made = await acts.make(one);
                if (made !== undefined)
                  change({ pane: undefined, item: made, section: undefined, show: undefined, of: undefined });
              }}
            />
          ) : (
            <>
              {shown.length === 0 && reading.percent >= 100 && (
                <Nothing title={intake.items.length === 0 ? say.nothingFound : say.noItems} hint={say.noItemsHint} />
              )}
              {sections.map(([section, items]) => (
                <section key={section} aria-label={section || say.noSection}>
                  <SectionHead
                    id={intake.id}
                    section={section}
                    items={items}
                    busy={acts.busy}
                    acceptAll={(of) => void acts.acceptAll(of)}
                  />
                  <ul className="items">
                    {items.map((item) => (
                      <ItemCard
                        key={item.n}
                        item={item}
                        isCurrent={item.n === current?.n}
                        busy={acts.busy}
                        names={names}
                        act={actOn}
                      />
                    ))}
                  </ul>
                </section>
              ))}
            </>
          )}
        </section>
      </div>
      {editing?.how === 'correct' && (
        <Correct
          id={intake.id}
          item={editing.item}
          words={intake.text.slice(editing.item.start, editing.item.end)}
          names={names}
          close={() => setEditing(undefined)}
          saved={async (accept) => {
            setEditing(undefined);
            const fresh = await acts.corrected(editing.item.n);
            if (accept && fresh) void act('accept', fresh);
          }}
        />
      )}
      {editing?.how === 'join' && (
        <Join
          id={intake.id}
          item={editing.item}
          close={() => setEditing(undefined)}
          join={async (record) => {
            setEditing(undefined);
            if (await acts.join(editing.item, record)) next(editing.item.n);
          }}
        />
      )}
    </>
  );
}

/** What nobody could place comes first. */
const order: Readonly<Record<Quantity['state'], number>> = { unused: 0, total: 1, background: 2, used: 3 };

type Wanted = ReturnType<typeof useIntakeAddress>['search'];

function matches(item: Item, { section, of, show }: Wanted): boolean {
  return (
    (section === undefined || item.section === section) &&
    (of === undefined || item.draft.hosts.includes(of)) &&
    (show === undefined || item.state === show)
  );
}

function matchesQuantity(one: Quantity, { section, of }: Wanted): boolean {
  return (section === undefined || one.section === section) && (of === undefined || one.unit === of);
}
