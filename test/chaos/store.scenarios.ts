import { setTimeout as pause } from 'node:timers/promises';
import { postEvents } from '../support/events.load.js';
import type { Scenario } from './scenario.js';

/** The broker is gone for a while: doors answer 503 or 202, never a false 202. */
export const kafkaGone = (count: number, ratePerS: number, goneMs: number): Scenario => ({
  name: `kafka stopped for ${goneMs / 1000} s`,
  async run({ stack, doors }, random) {
    const load = postEvents({ doors: doors(), count, ratePerS, run: `kafka-${random()}`, concurrency: 64 });
    await pause((count / ratePerS) * 250);
    const broker = stack.kafka.node(1);
    await broker.kill();
    await pause(goneMs);
    await broker.start();
    return { load: await load, note: '' };
  },
});

/** The database is gone for a while: accepting goes on, everything else catches up. */
export const postgresGone = (count: number, ratePerS: number, goneMs: number): Scenario => ({
  name: `postgres killed for ${goneMs / 1000} s`,
  async run({ stack, doors }, random) {
    const load = postEvents({ doors: doors(), count, ratePerS, run: `pg-${random()}` });
    await pause((count / ratePerS) * 250);
    await stack.postgres.server.kill();
    await pause(goneMs);
    await stack.postgres.server.start();
    return { load: await load, note: '' };
  },
  judge: (row) => (row.refused === '' ? null : `refused while only the database was away: ${row.refused}`),
});

/** The database does not answer for a while, without breaking a connection. */
export const postgresStalled = (count: number, ratePerS: number, stalledMs: number): Scenario => ({
  name: `postgres stalled for ${stalledMs / 1000} s`,
  async run({ stack, doors }, random) {
    const load = postEvents({ doors: doors(), count, ratePerS, run: `stall-${random()}` });
    await pause((count / ratePerS) * 250);
    stack.postgres.server.suspend();
    await pause(stalledMs);
    stack.postgres.server.resume();
    return { load: await load, note: '' };
  },
  judge: (row) => (row.refused === '' ? null : `refused while only the database stood still: ${row.refused}`),
});

/** Three brokers, each killed in turn and started again: leaders move under load. */
export const leadersKilled = (count: number, ratePerS: number): Scenario => ({
  name: 'three brokers, each killed in turn',
  stack: { brokers: 3 },
  async run({ stack, doors }, random) {
    const load = postEvents({
      doors: doors(),
      count,
      ratePerS,
      run: `brokers-${random()}`,
      insist: true,
      concurrency: 64,
    });
    const spanMs = (count / ratePerS) * 1000;
    for (const id of [1, 2, 3]) {
      await pause(spanMs / 8);
      await stack.kafka.node(id).kill();
      await pause(spanMs / 8);
      await stack.kafka.node(id).start();
    }
    return { load: await load, note: '' };
  },
});
