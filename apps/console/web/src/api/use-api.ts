import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '../shell/live.js';
import { call, Problem, type Answer, type CallName, type Input } from './call.js';

type Read = Extract<CallName, `GET ${string}`>;

/** How often what is shown is asked for anew while live. */
const LIVE_MS = 2_000;

/** The key a call's answer is kept under. */
export const keyOf = <Name extends CallName>(name: Name, input: Input<Name>) =>
  [name, input.params ?? {}, input.query ?? {}] as const;

/** What a call answers; asked for again and again while the page is live, unless `live: false`. */
export function useApi<Name extends Read>(
  name: Name,
  input: Input<Name>,
  options: { readonly live?: boolean; readonly enabled?: boolean } = {},
) {
  const { on } = useLive();
  return useQuery<Answer<Name>, Problem>({
    queryKey: keyOf(name, input),
    queryFn: () => call(name, input),
    placeholderData: keepPreviousData,
    refetchInterval: on && options.live !== false ? LIVE_MS : false,
    enabled: options.enabled ?? true,
  });
}

/** A write; whatever is shown is asked for anew afterwards. */
export function useAct<Name extends Exclude<CallName, Read>>(name: Name, onDone?: (answer: Answer<Name>) => void) {
  const queries = useQueryClient();
  return useMutation<Answer<Name>, Problem, Input<Name>>({
    mutationFn: (input) => call(name, input),
    onSuccess: (answer) => {
      void queries.invalidateQueries();
      onDone?.(answer);
    },
  });
}
