import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { api, queries, sentences } from '../api.ts';
import { useScope } from '../scope.tsx';
import { type Search, useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { filterNames, isSameView, type LedgerView, noFilters, type ViewSearch, viewOf } from './ledger-search.ts';
import { follow } from './record-list.tsx';
import { texts as phrases } from './texts.ts';
import { ViewDialog } from './view-dialog.tsx';

const cleared = { ...noFilters, columns: undefined, view: undefined, record: undefined } as const;

/** The views: three that everybody has, one's own, and those shared to one's units. An address with `view` alone opens it. */
export function ViewBar() {
  const { language } = useTexts();
  const say = usePhrases(phrases);
  const { me } = useScope();
  const { search, change } = useAddress();
  const { message, notification } = App.useApp();
  const [dialog, setDialog] = useState<'new' | LedgerView>();
  const found = useQuery({ queryKey: ['views'], queryFn: () => api.views.list({}), staleTime: 60_000 });
  const views = found.data?.views ?? [];
  const open = views.find((one) => one.id === search.view);
  const bare = [...filterNames, 'columns' as const].every((name) => search[name] === undefined);
  const wanted = bare && open && !isSameView(search, open.search) ? open : undefined;
  const lost = search.view !== undefined && found.data !== undefined && !open;
  useEffect(() => {
    if (wanted) change({ ...wanted.search, view: wanted.id });
  }, [wanted, change]);
  const go = (view: ViewSearch, id?: number) => change({ ...cleared, ...view, view: id }, true);
  const refresh = () => queries.invalidateQueries({ queryKey: ['views'] });
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    }
    await refresh();
  };
  const remove = (view: LedgerView) =>
    act(async () => {
      await api.views.delete({ id: view.id });
      change({ view: undefined });
      const key = `view-${view.id}`;
      const undo = () => {
        notification.destroy(key);
        void act(async () => {
          await api.views.restore({ id: view.id });
          change({ view: view.id });
        });
      };
      notification.info({
        key,
        title: say.views.deleted(view.name),
        actions: <Button onClick={undo}>{say.views.undo}</Button>,
        duration: 20,
      });
    });
  const update = (view: LedgerView) =>
    act(async () => {
      const { unit, window } = view.search;
      const scope = unit !== undefined && window !== undefined ? { unit, window } : undefined;
      const search_ = viewOf(search, scope);
      await api.views.change({ id: view.id, name: view.name, search: search_, sharedTo: view.sharedTo?.code ?? null });
      void message.success(say.views.saved(view.name));
    });
  const verifies = me.may.includes('verify');
  const given: readonly (readonly [string, ViewSearch])[] = [
    [say.views.period, {}],
    [say.views.waiting, { status: verifies ? 'submitted' : 'returned', always: true }],
    [say.views.highlights, { highlight: true }],
  ];
  return (
    <nav className="views" aria-label={say.views.label}>
      <ul>
        {given.map(([name, view]) => (
          <View
            key={name}
            name={name}
            here={search.view === undefined && isSameView(search, view)}
            go={() => go(view)}
          />
        ))}
        {views.map((view) => (
          <View
            key={view.id}
            name={view.name}
            {...(!view.own && { hint: say.views.by(view.owner) })}
            here={view.id === search.view}
            go={() => go(view.search, view.id)}
          />
        ))}
      </ul>
      <div className="view-acts">
        {lost && <span className="quiet">{say.views.gone}</span>}
        {open && !isSameView(search, open.search) && <span className="quiet">{say.views.changed}</span>}
        {open?.own && !isSameView(search, open.search) && (
          <Button size="small" onClick={() => void update(open)}>
            {say.views.update}
          </Button>
        )}
        {open?.own && (
          <>
            <Button size="small" type="text" onClick={() => setDialog(open)}>
              {say.views.manage}
            </Button>
            <Button size="small" type="text" onClick={() => void remove(open)}>
              {say.views.delete}
            </Button>
          </>
        )}
        <Button size="small" onClick={() => setDialog('new')}>
          {say.views.save}
        </Button>
      </div>
      {dialog && (
        <ViewDialog
          view={dialog === 'new' ? undefined : dialog}
          close={() => setDialog(undefined)}
          saved={(id, name) => {
            setDialog(undefined);
            void message.success(say.views.saved(name));
            void refresh().then(() => change({ view: id } as Search));
          }}
        />
      )}
    </nav>
  );
}

function View({
  name,
  hint,
  here,
  go,
}: {
  readonly name: string;
  readonly hint?: string;
  readonly here: boolean;
  readonly go: () => void;
}) {
  return (
    <li>
      <a
        className="view"
        href="?"
        {...(hint !== undefined && { title: hint })}
        {...(here && { 'aria-current': 'true' as const })}
        onClick={(event) => follow(event, go)}
      >
        {name}
      </a>
    </li>
  );
}
