import { CANONICALS, KINDS, type Kind as KindName } from '@app/contracts';
import { kinds } from '@app/kinds';
import { z } from 'zod';
import { destinationFields } from './destination.shape.js';

/** What is known of a kind. */
export type KindProfile = NonNullable<(typeof kinds)[KindName]>;

/** The kinds that can be chosen, in the order they are shown. */
export const chosenKinds: readonly KindProfile[] = KINDS.flatMap((name) => kinds[name] ?? []);

/** A kind that can deliver. Throws for one that cannot: no destination of it can have been made. */
export function kindOf(name: KindName): KindProfile {
  const kind = kinds[name];
  if (!kind) throw new Error(`destinations of kind ${name} cannot be made`);
  return kind;
}

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
