import { setTimeout as pause } from 'node:timers/promises';
import { postEvents } from '../support/events.load.js';
import { until } from '../support/until.js';
import type { Product } from '../support/product.js';
import type { Scenario } from './scenario.js';

const VICTIMS = ['ingest', 'fanout', 'webhook', 'recorder'] as const;

const processOf = (product: Product, name: string) => {
  const found = product.stack.processes.find(({ spec }) => spec.name === name);
  if (!found) throw new Error(`no ${name} runs`);
  return found;
};

/** `kill -9` of every service in turn, at random moments, while events come in. */
export const killed = (count: number, ratePerS: number, kills: number): Scenario => ({
  name: `kill -9 of ${VICTIMS.join(', ')}: ${kills} times`,
  async run(product, random) {
    const load = postEvents({ doors: product.doors(), count, ratePerS, run: `kill-${random()}`, insist: true });
    const spanMs = (count / ratePerS) * 1000;
    for (let kill = 0; kill < kills; kill += 1) {
      await pause((spanMs / kills) * (0.3 + random() * 0.7));
      processOf(product, VICTIMS[kill % VICTIMS.length] ?? 'fanout').signal('SIGKILL');
    }
    return { load: await load, note: '' };
  },
  // What was on the wire and unrecorded at each kill: at most the destination's concurrency.
  judge: (row) => (row.repeated > kills * 32 ? `${row.repeated} repeats are more than was on the wire` : null),
});

/** SIGTERM of every service in turn: an orderly end loses and repeats nothing. */
export const rolled = (count: number, ratePerS: number): Scenario => ({
  name: `SIGTERM of ${VICTIMS.join(', ')}`,
  async run(product, random) {
    const load = postEvents({ doors: product.doors(), count, ratePerS, run: `term-${random()}`, insist: true });
    const spanMs = (count / ratePerS) * 1000;
    const exits: string[] = [];
    for (const name of VICTIMS) {
      await pause(spanMs / (VICTIMS.length + 1));
      exits.push(`${name} ${await terminated(product, name)} ms`);
    }
    return { load: await load, note: `exit: ${exits.join(', ')}` };
  },
  judge: (row) => (row.repeated > 0 ? `${row.repeated} repeats after an orderly end` : null),
});

/** Ends one service in order and says how long it took; it is started again by itself. */
async function terminated(product: Product, name: string): Promise<number> {
  const victim = processOf(product, name);
  const { pid } = victim;
  const begun = performance.now();
  victim.signal('SIGTERM');
  await until(`${name} to end`, 40_000, () => Promise.resolve(victim.pid === pid ? null : true));
  const took = Math.round(performance.now() - begun);
  await victim.ready(60_000);
  return took;
}
