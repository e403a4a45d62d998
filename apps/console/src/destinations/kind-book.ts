import { CANONICALS, KINDS, destinationId, type Kind as KindName } from '@app/contracts';
import { kinds, type KindProfile } from '@app/kinds';
import { z } from 'zod';
import { label } from '../api/shapes.js';
import { destinationFields, eventChoice } from './destination.shape.js';

/** The kinds that can be chosen, in the order they are shown. */
export const chosenKinds: readonly KindProfile[] = KINDS.map((name) => kinds[name]);

/** What is known of a kind. */
export const kindOf = (name: KindName): KindProfile => kinds[name];

/** One schema of a destination for every kind. */
function ofEveryKind<Shape extends z.ZodObject>(of: (kind: KindProfile) => Shape): [Shape, ...Shape[]] {
  const [first, ...others] = chosenKinds.map(of);
  if (!first) throw new Error('there is no kind of destination');
  return [first, ...others];
}

const fieldsOf = (kind: KindProfile) => {
  const map = Object.fromEntries(CANONICALS.map((canonical) => [canonical, kind.eventMap[canonical]]));
  return destinationFields(kind.kind, map).extend({ kind: z.literal(kind.kind) });
};

/** A destination as it is given whole: common fields, and `config` as its kind wants it, everything in clear. */
export const completeDestination = z.discriminatedUnion(
  'kind',
  ofEveryKind((kind) => fieldsOf(kind).extend({ config: kind.config.pipe(z.record(z.string(), z.unknown())) })),
);
export type CompleteDestination = z.output<typeof completeDestination>;

/** A destination that is not saved yet, and the event to be tried on it; `config` is not judged. */
export const previewDraft = z.discriminatedUnion(
  'kind',
  ofEveryKind((kind) =>
    fieldsOf(kind).extend({
      name: label.default('preview'),
      destination_id: destinationId.optional().meta({ description: 'Whose secrets the masks in `config` stand for.' }),
      ...eventChoice,
    }),
  ),
);
export type PreviewDraft = z.output<typeof previewDraft>;
