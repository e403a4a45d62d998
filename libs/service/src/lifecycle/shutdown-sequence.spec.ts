import { describe, expect, it } from '@jest/globals';
import { capturingLogger } from '@app/observability/testing';
import type { ShutdownPhase, ShutdownStep } from './shutdown-sequence.js';
import { runShutdown } from './shutdown-sequence.js';

const never = () => new Promise<void>(() => {});

describe('the shutdown sequence', () => {
  it('goes phase by phase, last added first', async () => {
    const seen: string[] = [];
    const step = (phase: ShutdownPhase, name: string): ShutdownStep => ({
      phase,
      name,
      run: () => void seen.push(name),
    });
    const steps = [
      step('close', 'database'),
      step('close', 'producer'),
      step('intake', 'http'),
      step('flush', 'queue'),
    ];
    await runShutdown(steps, capturingLogger().log);
    expect(seen).toEqual(['http', 'queue', 'producer', 'database']);
  });

  it('goes on after a failure and after a deadline, and says both', async () => {
    const { log, lines } = capturingLogger();
    const results = await runShutdown(
      [
        { phase: 'finish', name: 'hangs', deadlineMs: () => 5, run: never },
        {
          phase: 'record',
          name: 'throws',
          run: () => {
            throw new Error('no');
          },
        },
        { phase: 'close', name: 'works', run: async () => {} },
      ],
      log,
    );
    expect(results.map(({ name, result }) => [name, result])).toEqual([
      ['hangs', 'timed out'],
      ['throws', 'failed'],
      ['works', 'done'],
    ]);
    expect(lines.map(({ level, step }) => [level, step])).toEqual([
      ['warn', 'hangs'],
      ['warn', 'throws'],
      ['info', 'works'],
    ]);
  });

  it('is bounded as a whole', async () => {
    const begun = performance.now();
    const hanging = { phase: 'finish', deadlineMs: 60_000, run: never } as const;
    const steps = [1, 2, 3].map((number) => ({ ...hanging, name: String(number) }));
    await runShutdown(steps, capturingLogger().log, 20);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
