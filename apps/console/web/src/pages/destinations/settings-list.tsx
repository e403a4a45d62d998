import type { Destination } from '../../api/shapes.js';
import { span } from '../../parts/format.js';

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);

const SECOND_MS = 1_000;

/** What a destination is set to, secrets masked. */
export const Settings = ({ destination }: { readonly destination: Destination }) => {
  const settings: readonly (readonly [string, string])[] = [
    ...Object.entries(destination.config)
      .filter(([, value]) => value !== null && !['{}', '[]'].includes(JSON.stringify(value)))
      .map(([name, value]) => [name.replaceAll('_', ' '), shown(value)] as const),
    ['proxy', destination.proxy_url ?? 'none'],
    ['attempts', `${destination.max_attempts} within ${span(destination.horizon_s * SECOND_MS)}`],
    ['at once', `${destination.max_concurrency}`],
    ['a second', destination.rate_per_s === null ? 'no limit' : `${destination.rate_per_s}`],
    ['timeout', span(destination.timeout_ms)],
  ];
  return (
    <section className="fold card">
      <h2>Settings</h2>
      <dl className="settings">
        {settings.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
