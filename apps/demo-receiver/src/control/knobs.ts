import { z } from 'zod';

const flag = z.union([z.boolean(), z.stringbool()]);
const whole = (max: number) => z.coerce.number().int().min(0).max(max);

const graphError = z.strictObject({
  code: z.number().int(),
  subcode: z.number().int().optional(),
  is_transient: z.boolean().optional(),
  message: z.string().optional(),
});

const percentage = z.number().min(0).max(1_000).optional();
const usage = z.strictObject({
  call_count: percentage,
  total_cputime: percentage,
  total_time: percentage,
  regain_minutes: z.number().min(0).optional(),
});

/** How an endpoint behaves. Everything left out is as a healthy endpoint does it. */
export const knobs = z.strictObject({
  /** What it answers; 200. */
  status: z.coerce.number().int().min(200).max(999).optional(),
  /** Body it answers with. */
  body: z.string().max(1_000_000).optional(),
  /** Headers it answers with. */
  headers: z.record(z.string(), z.string()).optional(),
  /** `Retry-After` it answers with: seconds or an HTTP-date, exactly as given. */
  retry_after: z.coerce.string().optional(),
  /** `Location` it answers with. */
  location: z.string().optional(),
  /** How long it thinks before anything else. */
  delay_ms: whole(600_000).optional(),
  /** Never answers. */
  hang: flag.optional(),
  /** Resets the connection instead of an answer. */
  reset: flag.optional(),
  /** Closes the connection instead of an answer. */
  close: flag.optional(),
  /** Answers with what is no HTTP. */
  garbage: flag.optional(),
  /** Answers with a body that never ends. */
  endless: flag.optional(),
  /** Misbehaves as told for this many requests, then is healthy. */
  fail_times: whole(1_000_000_000).optional(),
  /** Misbehaves as told for the first so many requests of each delivery. */
  fail_each: whole(1_000).optional(),
  /** Signing secrets of a webhook: a request none of them verifies is answered with 401. */
  secrets: z.array(z.string().startsWith('whsec_')).max(20).optional(),
  /** Tokens Graph or a tracker knows: a request with none of them is refused. */
  tokens: z.array(z.string()).max(20).optional(),
  /** Error Graph answers with. */
  graph_error: graphError.optional(),
  /** How full Graph says its quotas are. */
  usage: usage.optional(),
  /** Why a tracker refuses, in the body of its 200. */
  refuse: z.string().max(1_000).optional(),
});
export type Knobs = z.infer<typeof knobs>;

/** What an endpoint knows, whether it misbehaves or not. */
export const permanentKnobs = ({ secrets, tokens }: Knobs): Knobs => ({
  ...(secrets === undefined ? {} : { secrets }),
  ...(tokens === undefined ? {} : { tokens }),
});

/** What a single request can say about itself. */
const perRequest = knobs.pick({
  status: true,
  body: true,
  retry_after: true,
  location: true,
  delay_ms: true,
  hang: true,
  reset: true,
  close: true,
  garbage: true,
  endless: true,
  fail_each: true,
});

/** Knobs in a query, such as `?status=503&delay_ms=50`; parameters that are none are the sender's own business. */
export const knobsOfQuery = (query: URLSearchParams): Knobs => {
  const given = [...query].filter(([name]) => Object.hasOwn(perRequest.shape, name));
  if (given.length === 0) return {};
  const parsed = perRequest.safeParse(Object.fromEntries(given));
  return parsed.success ? parsed.data : {};
};
