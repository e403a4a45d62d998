import type { FieldError } from '@app/contracts';
import { eventInput, tooFarAhead } from '@app/contracts';
import type { EventAliases } from '@app/persistence';
import { eventOf } from './event-name.js';
import { amountOf } from './postback-amount.js';

/** Names under which networks send a field; the first that says something counts. */
const NAMES = {
  event: ['event'],
  uid: ['uid', 'click_id', 'clickid', 'cid', 'subid'],
  value: ['value', 'payout', 'sum', 'sumdep', 'amount'],
  currency: ['currency'],
  eid: ['eid', 'txid', 'tid', 'transaction_id', 'trade_id'],
  occurred_at_ms: ['t'],
} as const;
type Field = keyof typeof NAMES;

/** A postback as an event object, not yet judged as one. */
export interface Postback {
  readonly event: Readonly<Record<string, unknown>>;
  /** What could not be read and was left out, because the event is worth more than the field. */
  readonly dropped: readonly FieldError[];
  /** The parameter a field was read from. */
  readonly nameOf: (field: string) => string;
}

const SECONDS = /^\d{10}$/;
const DIGITS = /^\d{1,15}$/;

/** `t` in ms: ten digits are seconds. `null` when it is no moment an event may have. */
function momentOf(text: string, nowMs: number): number | null {
  const given = text.trim();
  const ms = SECONDS.test(given) ? Number(given) * 1000 : DIGITS.test(given) ? Number(given) : Number.NaN;
  const known = eventInput.shape.occurred_at_ms.safeParse(ms);
  return known.success && !tooFarAhead(ms, nowMs) ? ms : null;
}

function currencyOf(text: string): string | null {
  const known = eventInput.shape.currency.safeParse(text.trim());
  return known.success ? (known.data ?? null) : null;
}

/** Reads a postback: `said` are its parameters by lower-case name, those that say nothing left out. */
export function readPostback(
  said: ReadonlyMap<string, string>,
  { aliases, nowMs }: { readonly aliases: EventAliases; readonly nowMs: number },
): Postback {
  const dropped: FieldError[] = [];
  const nameOf = (field: Field): string | undefined => NAMES[field].find((name) => said.has(name));
  const read = <T>(field: Field, parse: (text: string) => T | null, otherwise: string): T | undefined => {
    const name = nameOf(field);
    if (name === undefined) return undefined;
    const value = parse(said.get(name) ?? '');
    if (value === null) dropped.push({ pointer: `?${name}`, detail: `${otherwise}, and was left out` });
    return value ?? undefined;
  };
  const event = {
    event: read('event', (text) => eventOf(text, aliases), ''),
    uid: read('uid', (text) => text.trim(), ''),
    eid: read('eid', (text) => text, ''),
    value: read('value', amountOf, 'is no amount of money'),
    currency: read('currency', currencyOf, 'is no currency of 3–5 letters'),
    occurred_at_ms: read('occurred_at_ms', (text) => momentOf(text, nowMs), 'is no moment in epoch milliseconds'),
  };
  const isField = (field: string): field is Field => Object.hasOwn(NAMES, field);
  return {
    event,
    dropped,
    nameOf: (field) => (isField(field) ? (nameOf(field) ?? NAMES[field][0]) : field),
  };
}
