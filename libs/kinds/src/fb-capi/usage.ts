import type { Response } from '@app/contracts';
import { z } from 'zod';

const MINUTE_MS = 60_000;

/** How long a full quota is left alone when nothing says how long: what Meta blocks a full-access app for. */
export const UNTOLD_WAIT_MS = MINUTE_MS;

const figure = z.number().nonnegative().catch(0);

const appUsage = z.object({ call_count: figure, total_cputime: figure, total_time: figure });
const useCaseUsage = z.record(
  z.string(),
  z.array(appUsage.extend({ /** Minutes. */ estimated_time_to_regain_access: figure })),
);
const accountUsage = z.object({ acc_id_util_pct: figure, /** Seconds. */ reset_time_duration: figure });

function parsed<T>(schema: z.ZodType<T>, header: string | undefined): T | null {
  if (header === undefined) return null;
  try {
    return schema.safeParse(JSON.parse(header)).data ?? null;
  } catch {
    return null;
  }
}

type AppUsage = z.infer<typeof appUsage>;

const isFull = ({ call_count, total_cputime, total_time }: AppUsage): boolean =>
  Math.max(call_count, total_cputime, total_time) >= 100;

/**
 * Until when the usage headers of an answer ask for peace, epoch ms: the longest time until access is regained, or a
 * minute for a quota at 100 % that names none. `null`: there is room.
 */
export function fullUntil({ headers }: Pick<Response, 'headers'>, now: number): number | null {
  const waits: number[] = [];
  for (const entry of Object.values(parsed(useCaseUsage, headers['x-business-use-case-usage']) ?? {}).flat()) {
    if (entry.estimated_time_to_regain_access > 0) waits.push(entry.estimated_time_to_regain_access * MINUTE_MS);
    else if (isFull(entry)) waits.push(UNTOLD_WAIT_MS);
  }
  const app = parsed(appUsage, headers['x-app-usage']);
  if (app !== null && isFull(app)) waits.push(UNTOLD_WAIT_MS);
  const account = parsed(accountUsage, headers['x-ad-account-usage']);
  if (account !== null && account.acc_id_util_pct >= 100) {
    waits.push(account.reset_time_duration > 0 ? account.reset_time_duration * 1000 : UNTOLD_WAIT_MS);
  }
  return waits.length === 0 ? null : now + Math.max(...waits);
}
