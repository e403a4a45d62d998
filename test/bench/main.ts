import { cpus } from 'node:os';
import { withProduct, type Product } from '../support/product.js';
import { residentMb } from './cpu.js';
import { latency, sustained, type Measure } from './measures.js';
import { Sink } from './sink.js';

const EVENTS = Number(process.argv[2] ?? 20_000);

/** A destination that wants deposits and points at a sink of its own; the first one a product has is paused. */
async function toSink(product: Product, name: string): Promise<Sink> {
  const sink = await Sink.open();
  await product.addDestination(name, { event_map: { deposit: 'deposit' }, config: { url: sink.url } });
  return sink;
}

const memory = (product: Product): Measure => ({
  what: 'resident memory afterwards, MB',
  figures: Object.fromEntries(product.stack.running().map(({ name, pid }) => [name, residentMb(pid) ?? 0])),
});

const measures = await withProduct({}, async (product) => {
  const main = `/api/spaces/${product.space.id}/destinations/${product.destination.id}`;
  await product.console.call('PATCH', main, { enabled: false });
  const first = await toSink(product, 'one');
  const found: Measure[] = [];
  const note = (measure: Measure): void => {
    console.error(`${measure.what}: ${JSON.stringify(measure.figures)}`);
    found.push(measure);
  };
  note(await latency(product, first, 20, 5));
  note(await latency(product, first, 200, 30));
  note(await sustained(product, [first], `one destination, ${EVENTS} events`, EVENTS));
  const five = [first];
  for (const name of ['two', 'three', 'four', 'five']) five.push(await toSink(product, name));
  note(await sustained(product, five, `five destinations, ${EVENTS / 4} events`, EVENTS / 4));
  note(memory(product));
  for (const sink of five) sink.close();
  return found;
});

for (const { what, figures } of measures) console.table({ [what]: figures });
console.log(JSON.stringify({ cores: cpus().length, cpu: cpus()[0]?.model, node: process.version, measures }));
