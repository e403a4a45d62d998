import { z } from 'zod';
import { judgeEvent } from './event.rules.js';
import { invalid, type GraphError } from './graph.error.js';

const MAX_EVENTS = 1000;

const batch = z.object({
  data: z.array(z.unknown()).min(1).max(MAX_EVENTS),
  test_event_code: z.string().optional(),
  access_token: z.string().optional(),
});

const named = z.object({ event_id: z.string() });

/** A request body, parsed as JSON; `undefined` where it is none. */
export const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};

/** The `event_id` of each event that has one, whatever else is wrong with the request. */
export const eventIdsOf = (body: unknown): readonly string[] =>
  (batch.safeParse(body).data?.data ?? []).flatMap((event) => named.safeParse(event).data?.event_id ?? []);

/** A token in the body, one of the three places it may be. */
export const tokenInBody = (body: unknown): string | undefined => batch.safeParse(body).data?.access_token;

/** All events of a request taken, or none: the first that is wrong refuses the others too. */
export type Judged =
  { readonly received: number; readonly messages: readonly string[] } | { readonly error: GraphError };

/** Judges a request as Meta documents it. `nowS` is Unix seconds. */
export function judgeBatch(body: unknown, nowS: number): Judged {
  const parsed = batch.safeParse(body);
  if (!parsed.success) {
    return { error: invalid('data', `data must be a list of 1 to ${MAX_EVENTS} events in a JSON object`) };
  }
  const messages = new Set<string>();
  for (const [index, event] of parsed.data.data.entries()) {
    const judged = judgeEvent(event, nowS, `data[${index}]`);
    if ('code' in judged) return { error: judged };
    for (const text of judged) messages.add(text);
  }
  return { received: parsed.data.data.length, messages: [...messages] };
}
