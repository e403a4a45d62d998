import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** Whether the newest answer of something shown is missing: what is seen may be old. */
export function useStale(): boolean {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () =>
      cache
        .getAll()
        .some((query) => query.isActive() && query.state.data !== undefined && query.state.fetchFailureCount > 0),
  );
}
