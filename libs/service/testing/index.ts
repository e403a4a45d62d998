import type { Health } from '@app/observability';
import { createHealth } from '@app/observability';
import { capturingLogger, testMetrics } from '@app/observability/testing';
import type { ServiceContext, ShutdownStep } from '@app/service';

/** A context outside of any process: what was announced, added and logged is kept, and `end` runs the steps, last first. */
export function testContext<Settings>(settings: Settings) {
  const { log, lines } = capturingLogger('warn');
  const steps: ShutdownStep[] = [];
  const urls: Partial<Record<'http' | 'management', string>> = {};
  const crashes: unknown[] = [];
  const health: Health = createHealth();
  const context: ServiceContext<Settings> = {
    name: 'test',
    instance: 'test-1',
    log,
    metrics: testMetrics(),
    health,
    settings,
    onShutdown: (step) => void steps.push(step),
    announce: (endpoint, url) => {
      urls[endpoint] = url;
    },
    crash: (error) => void crashes.push(error),
  };
  const end = async (): Promise<void> => {
    for (const step of steps.toReversed()) await step.run();
  };
  return { context, lines, urls, crashes, end };
}
