import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';

export type Office = Awaited<ReturnType<typeof api.accounts.office>>;
export type Role = Office['roles'][number]['role'];

/** Where one may give posts, and which; not asked for those who may give none. */
export function useOffice(enabled = true) {
  return useQuery({ queryKey: ['office'], queryFn: () => api.accounts.office(), staleTime: 300_000, enabled });
}
