import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Problem } from '../../api/call.js';
import type { Cause } from '../../api/shapes.js';
import { useAct } from '../../api/use-api.js';
import { Confirm } from '../../parts/confirm.js';
import { counted, plural, REASON_WORDS, span } from '../../parts/format.js';
import { Skeleton } from '../../parts/states.js';
import { TimeAgo } from '../../parts/time.js';

const RATE = 100;

interface Estimate {
  readonly count: number;
  readonly duplicates: number;
  readonly oldest_at: string | null;
}

const filterOf = ({ destination_id, reason }: Cause) => ({
  status: ['failed_permanently'] as const,
  destination: [destination_id],
  reason: [reason],
});

/** What would be sent, counted exactly, without changing anything. */
const useEstimate = (space: string, cause: Cause) =>
  useQuery<Estimate, Problem>({
    queryKey: ['estimate', space, cause.destination_id, cause.reason],
    queryFn: async () => {
      const body = { filter: filterOf(cause), dry_run: true };
      const answer = await call('POST /api/spaces/:space/redrives', { params: { space }, body });
      if (!('count' in answer)) throw new Error('a dry run started a job');
      return answer;
    },
    gcTime: 0,
  });

/** Asks before everything with one cause is sent again: how many, how old, how fast. */
export function SendAgain({
  space,
  cause,
  name,
  onClose,
}: {
  readonly space: string;
  readonly cause: Cause;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const [rate, setRate] = useState(RATE);
  const [twice, setTwice] = useState(false);
  const { data, error } = useEstimate(space, cause);
  const send = useAct('POST /api/spaces/:space/redrives', onClose);
  const risky = (data?.duplicates ?? 0) > 0;
  const start = () =>
    send.mutate({
      params: { space },
      body: { filter: filterOf(cause), rate_per_s: rate, ...(twice ? { accept_duplicates: true } : {}) },
    });
  return (
    <Confirm
      title="Send again"
      act={data ? `Send ${plural(data.count, 'delivery', 'deliveries')}` : 'Counting …'}
      busy={send.isPending}
      disabled={!data || data.count === 0 || (risky && !twice) || !(rate > 0)}
      problem={error ?? send.error}
      onAct={start}
      onClose={onClose}
    >
      <p>
        <strong>{REASON_WORDS[cause.reason]}</strong> at <bdi>{name}</bdi>. Fix the cause first, or they fail again.
      </p>
      {!data && !error && <Skeleton rows={2} />}
      {data && (
        <p>
          {counted(data.count)} counted; the oldest is from <TimeAgo at={data.oldest_at} />. Each gets a fresh budget of
          attempts.
        </p>
      )}
      {data && risky && (
        <label className="choice warning">
          <input type="checkbox" checked={twice} onChange={() => setTwice(!twice)} />
          {counted(data.duplicates)} are older than the receiver remembers: it may count them twice. Send them all the
          same.
        </label>
      )}
      <label className="pair">
        <span>A second, at most</span>
        <input
          type="number"
          min={1}
          max={10_000}
          value={rate}
          onChange={(event) => setRate(event.target.valueAsNumber)}
        />
        {data && rate > 0 && <span className="meta">done in about {span((data.count / rate) * 1000)}</span>}
      </label>
    </Confirm>
  );
}
