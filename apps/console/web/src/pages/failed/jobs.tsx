import type { Job } from '../../api/shapes.js';
import { useAct, useApi } from '../../api/use-api.js';
import { counted } from '../../parts/format.js';
import { Progress } from '../../parts/progress.js';
import { Failure } from '../../parts/states.js';
import { TimeAgo } from '../../parts/time.js';

const SHOWN = 5;

const WORDS: Readonly<Record<Job['state'], string>> = {
  waiting: 'About to begin',
  running: 'Running',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
};

const isOpen = ({ state }: Job): boolean => state === 'waiting' || state === 'running';

/** How a job came out so far, by what became of its deliveries. */
const resultOf = ({ sent, failed, pending, failed_permanently, discarded }: Job): string =>
  [
    [sent, 'sent'],
    [pending, 'waiting'],
    [failed, 'retrying'],
    [failed_permanently, 'failed again'],
    [discarded, 'discarded'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, word]) => `${counted(Number(count))} ${word}`)
    .join(' · ');

/** What was sent again lately: progress, result, and the way to stop it. */
export function Jobs({ space }: { readonly space: string }) {
  const { data } = useApi('GET /api/spaces/:space/redrives', { params: { space }, query: { limit: SHOWN } });
  const cancel = useAct('POST /api/spaces/:space/redrives/:id/cancel');
  if (!data || data.items.length === 0) return null;
  return (
    <section className="stack jobs">
      <h2>Sent again</h2>
      {cancel.error && <Failure problem={cancel.error} />}
      {data.items.map((job) => (
        <article key={job.id} className="job">
          <p className="row">
            <strong>{WORDS[job.state]}</strong>
            <span className="meta">
              {job.kind === 'backfill' ? 'past events' : 'failed deliveries'} · by {job.created_by} ·{' '}
              <TimeAgo at={job.created_at} />
            </span>
            <span className="grow" />
            {isOpen(job) && (
              <button
                type="button"
                className="button small"
                disabled={cancel.isPending}
                onClick={() => cancel.mutate({ params: { space, id: job.id } })}
              >
                Cancel
              </button>
            )}
          </p>
          <Progress
            label={`Progress of what ${job.created_by} sent again`}
            done={job.emitted}
            total={job.total}
            ratePerS={job.rate_per_s}
            leftS={job.eta_s}
            running={isOpen(job)}
          />
          <p className="meta num">{job.detail ?? resultOf(job)}</p>
        </article>
      ))}
    </section>
  );
}
