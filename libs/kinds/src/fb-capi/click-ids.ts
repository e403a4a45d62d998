import type { ClickContext } from '@app/contracts';

const DAY_MS = 86_400_000;

/** Meta flags clicks older than this. */
const MAX_CLICK_AGE_MS = 90 * DAY_MS;

/** `fb.<domain index>.<creation, ms>.<fbclid>`, and behind it the mark Meta's parameter builder may add. */
const FBC = /^fb\.\d\.(\d{13})\.[^\s.]+(?:\.(?:[\w-]{2}|[\w-]{8}))?$/;
const FBP = /^fb\.\d\.\d{13}\.\d{1,10}(?:\.(?:[\w-]{2}|[\w-]{8}))?$/;

/** When things happened, epoch ms. */
export interface ClickTimes {
  readonly eventAt: number;
  readonly now: number;
}

/** A value Meta can use, or why there is none. */
export type ClickId = { readonly value: string } | { readonly missing: string };

/** Why a click of this moment is of no use; `null` if it is. */
const unusable = (clickedAt: number, { eventAt, now }: ClickTimes): string | null => {
  if (clickedAt > eventAt) return 'the click is dated after the event';
  return now - clickedAt > MAX_CLICK_AGE_MS ? 'the click is more than 90 days old' : null;
};

function given(fbc: string, times: ClickTimes): ClickId {
  const [, clickedAt] = FBC.exec(fbc) ?? [];
  const why = clickedAt === undefined ? 'the one given is malformed' : unusable(Number(clickedAt), times);
  return why === null ? { value: fbc } : { missing: why };
}

/** The fbclid goes in byte by byte, and the time is the click's: there is no other moment it can be told. */
function built(click: ClickContext | null, times: ClickTimes): ClickId {
  if (click === null) return { missing: 'the click is unknown' };
  const { fbclid, clicked_at_ms } = click;
  if (fbclid === null || fbclid === '') return { missing: 'the click came without an fbclid' };
  if (clicked_at_ms === null) return { missing: 'the time of the click is unknown' };
  const why = unusable(clicked_at_ms, times);
  return why === null ? { value: `fb.1.${clicked_at_ms}.${fbclid}` } : { missing: why };
}

/** The click id of an event: the one that came with it, else built from the click. */
export function fbcOf(fromEvent: string | undefined, click: ClickContext | null, times: ClickTimes): ClickId {
  const own = fromEvent === undefined ? null : given(fromEvent, times);
  if (own !== null && 'value' in own) return own;
  const fromClick = built(click, times);
  return 'value' in fromClick ? fromClick : (own ?? fromClick);
}

/** Whether a browser id has the form Meta gives it. */
export const isFbp = (text: string): boolean => FBP.test(text);
