import { useInfiniteQuery } from '@tanstack/react-query';
import { Link as RouteLink } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api, queries, sentences } from '../api.ts';
import { texts as auditTexts } from '../audit/texts.ts';
import { texts as importTexts } from '../imports/texts.ts';
import { Failure, Loading, momentText, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type AccountAct, type AccountRow, PersonRow } from './account-row.tsx';
import { type Ending, EndPost } from './end-post.tsx';
import { OpenLinks } from './invitations.tsx';
import { PostForm } from './invite.tsx';
import { type Link, LinkBox } from './link-box.tsx';
import { useOffice } from './office.ts';
import { PasswordDays } from './password-days.tsx';
import { PeopleFilters } from './people-filters.tsx';
import { texts } from './texts.ts';
import '../account/account.css';
import './people.css';

type Query = Parameters<typeof api.accounts.list>[0];

/** Accounts of the unit and below, open links, and what may be done about them. */
export function People() {
  const t = usePhrases(texts);
  const { texts: common, language } = useTexts();
  const { me, unit } = useScope();
  const importPhrases = usePhrases(importTexts);
  const auditPhrases = usePhrases(auditTexts);
  const { search } = useAddress();
  const { modal, message } = App.useApp();
  const office = useOffice();
  const filters: Query = {
    unit: unit.code,
    ...(search.text !== undefined && { text: search.text }),
    ...(search.role !== undefined && { role: search.role as NonNullable<Query['role']> }),
    ...(search.state !== undefined && { state: search.state as NonNullable<Query['state']> }),
  };
  const pages = useInfiniteQuery({
    queryKey: ['accounts', filters],
    queryFn: ({ pageParam }) => api.accounts.list({ ...filters, ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const [form, setForm] = useState<{ readonly account?: AccountRow }>();
  const [ending, setEnding] = useState<Ending>();
  const [link, setLink] = useState<Link>();
  if (office.error) return <Failure error={office.error} retry={() => void office.refetch()} />;
  if (!office.data) return <Loading />;

  const run = async (work: () => Promise<string | undefined>) => {
    try {
      const said = await work();
      if (said !== undefined) void message.success(said);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
    await queries.invalidateQueries({ queryKey: ['accounts'] });
  };
  const confirm = (title: string, content: string, okText: string, work: () => Promise<void>) =>
    modal.confirm({ title, content, okText, cancelText: common.cancel, icon: null, onOk: work });
  const act = (row: AccountRow, what: AccountAct) => {
    if (what === 'addPost') return setForm({ account: row });
    if (what === 'passwordLink') {
      return void run(async () => {
        setLink({ kind: 'reset', name: row.name, ...(await api.accounts.offerReset({ id: row.id })) });
        return undefined;
      });
    }
    const words = {
      disable: [t.ask.disable, t.ask.disableTell, t.disable],
      enable: [t.ask.enable, t.ask.enableTell, t.enable],
      unlock: [t.ask.unlock, t.ask.unlockTell, t.unlock],
      reset_factor: [t.ask.reset, t.ask.resetTell, t.resetFactor],
    } as const;
    const [title, tell, ok] = words[what];
    confirm(title(row.name), tell, ok, () =>
      run(async () => {
        await api.accounts.act({ id: row.id, act: what });
        return t.done[what];
      }),
    );
  };
  const made = (handed: Link | undefined) => {
    setForm(undefined);
    setLink(handed);
    if (!handed) void message.success(t.form.added);
  };
  const isFiltered = Object.keys(filters).length > 1;
  const last = pages.data?.pages.at(-1)?.completeness;
  const startsAt = office.data.units.some((one) => one.code === unit.code) ? unit.code : office.data.units[0]!.code;
  return (
    <>
      <div className="head">
        <h1>
          {t.title} <span className="quiet">{unit.name}</span>
        </h1>
        <div className="head-acts">
          {me.may.includes('record') && (
            <RouteLink className="button-link" to="/imports">
              {importPhrases.open}
            </RouteLink>
          )}
          {me.may.includes('audit') && (
            <RouteLink className="button-link" to="/audit">
              {auditPhrases.title}
            </RouteLink>
          )}
          <Button type="primary" onClick={() => setForm({})}>
            {t.invite}
          </Button>
        </div>
      </div>
      <p className="quiet">{t.lead}</p>
      <OpenLinks />
      <PeopleFilters office={office.data} />
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && (
        <Nothing title={isFiltered ? t.emptyFiltered : t.empty} hint={isFiltered ? t.emptyFilteredHint : t.emptyHint} />
      )}
      {rows.length > 0 && (
        <table className="people" aria-label={t.list}>
          <thead>
            <tr>
              {[t.name, t.posts, t.seen, t.factor, t.status].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{t.manage}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PersonRow
                key={row.id}
                row={row}
                act={(what) => act(row, what)}
                end={(post) => setEnding({ account: row, post })}
              />
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t.more}
        </Button>
      )}
      {last && (
        <p className="completeness" role="status">
          <strong>{t.count(rows.length, last.total)}</strong>
          <span>{t.scope(last.unit.name, momentText(last.asOf))}</span>
        </p>
      )}
      {office.data.maySetPasswordDays && <PasswordDays office={office.data} />}
      {form && (
        <PostForm
          office={office.data}
          unit={startsAt}
          account={form.account}
          close={() => setForm(undefined)}
          made={made}
        />
      )}
      {ending && <EndPost ending={ending} close={() => setEnding(undefined)} />}
      <LinkBox link={link} close={() => setLink(undefined)} />
    </>
  );
}
