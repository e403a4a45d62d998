import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { call, type Answer, type Problem } from '../../api/call.js';
import { useLive } from '../../shell/live.js';
import type { Delivery } from '../../api/shapes.js';
import type { queryOf } from './search.js';

const PER_PAGE = 50;
const LIVE_MS = 2_000;
/** Asked for again together: beyond this only what is new at the top would be worth it. */
const LIVE_PAGES = 3;

type Page = Answer<'GET /api/spaces/:space/deliveries'>;

/** A list of deliveries, page by page; live while it is short. A page may be empty though more follow. */
export function usePages(space: string, query: ReturnType<typeof queryOf>) {
  const { on } = useLive();
  const list = useInfiniteQuery<Page, Problem, { pages: Page[] }, readonly unknown[], string | undefined>({
    queryKey: ['deliveries', space, query],
    queryFn: ({ pageParam }) =>
      call('GET /api/spaces/:space/deliveries', {
        params: { space },
        query: { ...query, limit: PER_PAGE, cursor: pageParam },
      }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (on && (state.data?.pages.length ?? 0) <= LIVE_PAGES ? LIVE_MS : false),
  });
  const rows: readonly Delivery[] = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return {
    rows,
    isPending: list.isPending,
    problem: list.error,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    more: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
  };
}
