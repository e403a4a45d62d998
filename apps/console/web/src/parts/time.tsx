import { absolute, clockTime, span } from './format.js';
import { useNow } from './use-now.js';

interface Moment {
  /** RFC 3339 or epoch ms; `null` shows a dash. */
  readonly at: string | number | null;
}

const msOf = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at));

const Dash = () => <span className="meta">–</span>;

/** `4 min ago`, `in 18 s`; the absolute time on hover. */
export function TimeAgo({ at }: Moment) {
  const now = useNow();
  if (at === null) return <Dash />;
  const ms = msOf(at);
  const text = ms > now + 999 ? `in ${span(ms - now)}` : ms > now - 1_500 ? 'now' : `${span(now - ms)} ago`;
  return (
    <time dateTime={new Date(ms).toISOString()} title={absolute(ms)}>
      {text}
    </time>
  );
}

/** How long something has been waiting; the moment it began on hover. */
export function Age({ at }: Moment) {
  const now = useNow();
  if (at === null) return <Dash />;
  const ms = msOf(at);
  return (
    <time dateTime={new Date(ms).toISOString()} title={absolute(ms)}>
      {span(now - ms)}
    </time>
  );
}

/** The time of day; date and UTC on hover. */
export function Clock({ at }: Moment) {
  const now = useNow();
  if (at === null) return <Dash />;
  const ms = msOf(at);
  return (
    <time dateTime={new Date(ms).toISOString()} title={absolute(ms)}>
      {clockTime(ms, now)}
    </time>
  );
}
