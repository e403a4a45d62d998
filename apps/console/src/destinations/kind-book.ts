import { CANONICALS, KINDS, type Kind as KindName } from '@app/contracts';
import { kinds, type KindProfile } from '@app/kinds';
import { z } from 'zod';
import { destinationFields } from './destination.shape.js';

/** The kinds that can be chosen, in the order they are shown. */
export const chosenKinds: readonly KindProfile[] = KINDS.map((name) => kinds[name]);

/** What is known of a kind. */
export const kindOf = (name: KindName): KindProfile => kinds[name];

const completeOf = (kind: KindProfile) => {
  const map = Object.fromEntries(CANONICALS.map((canonical) => [canonical, kind.eventMap[canonical]]));
  return destinationFields(kind.kind, map).extend({
    kind: z.literal(kind.kind),
    config: kind.config.pipe(z.record(z.string(), z.unknown())),
  });
};

const [first, ...others] = chosenKinds.map(completeOf);
if (!first) throw new Error('there is no kind of destination');

/** A destination as it is given whole: common fields, and `config` as its kind wants it, everything in clear. */
export const completeDestination = z.discriminatedUnion('kind', [first, ...others]);
export type CompleteDestination = z.output<typeof completeDestination>;
