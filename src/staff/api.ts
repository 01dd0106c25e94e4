import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { QueryClient, useQuery } from '@tanstack/react-query';
import type { Client } from '#http/contract/contract.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Language } from '#kernel/text.ts';
import { noteActivity } from './account/activity.ts';

export const api: Client = createORPCClient(
  new RPCLink({
    url: `${location.origin}/api/rpc`,
    fetch: async (request, init) => {
      const answer = await fetch(request, init);
      if (answer.status !== 401) noteActivity();
      return answer;
    },
  }),
);

type Answer<Procedure extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Procedure>>;
export type Me = Answer<Client['session']['me']>;
export type Unit = Answer<Client['organisation']['units']>['units'][number];
export type Catalogue = Answer<Client['organisation']['catalogue']>;
export type RecordPage = Answer<Client['records']['list']>;
export type RecordRow = RecordPage['rows'][number];
export type RecordDetail = Answer<Client['records']['get']>;
export type Compiled = Answer<Client['summaries']['compile']>;
export type Edition = Answer<Client['summaries']['editions']>['editions'][number];
export type Filters = Omit<Parameters<Client['records']['list']>[0], 'after'>;
export type Question = Parameters<Client['figures']['records']>[0]['question'];

export function isSignedOut(error: unknown): boolean {
  return (
    error instanceof ORPCError &&
    error.status === 401 &&
    ['not_signed_in', 'step_missing'].includes(problemsIn(error)[0]?.code ?? '')
  );
}

/** What went wrong, in sentences; never the words of a library. */
export function sentences(error: unknown, language: Language): string[] {
  const problems = error instanceof ORPCError ? problemsIn(error) : [];
  if (problems.length > 0) return problems.map((one) => one.text[language]);
  return [
    language === 'zh'
      ? '没有连上服务器。请检查网络，再试一次。'
      : 'The server cannot be reached. Check the network and try again.',
  ];
}

function problemsIn(error: ORPCError<string, unknown>): readonly Problem[] {
  return (error.data as { problems?: readonly Problem[] } | undefined)?.problems ?? [];
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (times, error) => times < 2 && !(error instanceof ORPCError && error.status < 500),
      staleTime: 15_000,
      refetchOnWindowFocus: false,
    },
  },
});

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => api.session.me(), staleTime: 300_000 });
}

export function useUnits() {
  return useQuery({ queryKey: ['units'], queryFn: () => api.organisation.units(), staleTime: 300_000 });
}

export function useCatalogue() {
  return useQuery({ queryKey: ['catalogue'], queryFn: () => api.organisation.catalogue(), staleTime: 300_000 });
}

export function useRounds() {
  return useQuery({ queryKey: ['rounds'], queryFn: () => api.organisation.rounds(), staleTime: 60_000 });
}

/** After a step on a record every list, figure and summary may be another. */
export async function forgetCounts(): Promise<void> {
  await Promise.all(
    ['home', 'records', 'record', 'figure', 'summary'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
  );
}
