import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../api/use-api.js';
import { Failure, Skeleton } from '../../parts/states.js';
import { FirstRun } from './first-run.js';
import { Health } from './health.js';
import { Latest } from './latest.js';
import { Pipeline } from './pipeline.js';
import { useSpace } from '../../shell/space.js';

/** One look: is everything arriving? */
export function HomePage(): ReactNode {
  const space = useSpace();
  const health = useApi('GET /api/spaces/:space/health', { params: { space } });
  const rows = health.data?.items;
  return (
    <>
      <title>Home · Waybill</title>
      <header className="page-head">
        <h1>Home</h1>
        <span className="meta">last 24 h</span>
        <span className="grow" />
        <Link to="/s/$space/destinations/new" params={{ space }} className="button">
          New destination
        </Link>
      </header>
      {health.isPending && <Skeleton rows={8} />}
      {health.error && !rows && <Failure problem={health.error} retry={() => void health.refetch()} />}
      {rows?.length === 0 && <FirstRun space={space} />}
      {rows && rows.length > 0 && (
        <>
          <Pipeline space={space} rows={rows} />
          <Health space={space} rows={rows} />
          <Latest space={space} />
        </>
      )}
    </>
  );
}
