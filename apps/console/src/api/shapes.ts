import { destinationId, spaceId } from '@app/contracts';
import { z } from 'zod';

/** No parameters. */
export const nothing = z.strictObject({});

/** A path under a space. */
export const inSpace = z.strictObject({ space: spaceId });

/** A path under a destination of a space. */
export const atDestination = z.strictObject({ space: spaceId, id: destinationId });

/** Moments in answers. */
export const rfc3339 = z.iso.datetime({ precision: 3 }).meta({ example: '2026-11-25T08:00:00.000Z' });

const MAX_LABEL = 100;

/** A name people give: 1–100 characters, no control characters, not trimmed. */
export const label = z
  .string()
  .min(1)
  .max(MAX_LABEL)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters')
  .transform((text) => text.toWellFormed());

const DAY_S = 86_400;
const MAX_OVERLAP_DAYS = 90;

/** How long an old secret goes on working beside its successor. */
export const overlap = z.strictObject({
  overlap_s: z
    .number()
    .int()
    .min(0)
    .max(MAX_OVERLAP_DAYS * DAY_S)
    .default(DAY_S)
    .meta({ description: 'Seconds the old one goes on working; 0 ends it at once. Default 24 h, at most 90 d.' }),
});
