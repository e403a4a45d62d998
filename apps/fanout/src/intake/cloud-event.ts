import type { RejectReason } from '@app/contracts';
import type { ConsumedRecord } from '@app/kafka';

/** The one type of CloudEvent that is taken. */
const TYPE = 'waybill.conversion.v1';
const VERSION = '1.0';

/** The event object of a record, in whichever encoding it came; or why there is none. */
export type Unwrapped =
  | { readonly json: unknown }
  | { readonly reason: Extract<RejectReason, 'not_json' | 'schema' | 'unsupported_encoding'>; readonly detail: string };

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NOT_JSON: Unwrapped = { reason: 'not_json', detail: 'the value is not JSON in UTF-8' };
const wrong = (detail: string): Unwrapped => ({ reason: 'schema', detail });
const unsupported = (type: string): Unwrapped => ({
  reason: 'unsupported_encoding',
  detail: `content-type ${type} is not read here: send JSON`,
});

const mediaTypeOf = (contentType: string): string => contentType.split(';', 1).join('').trim().toLowerCase();
const isJsonType = (type: string): boolean => type === '' || /^(application|text)\/([\w.-]+\+)?json$/.test(type);

/**
 * Reads a value as what its headers say it is: the event object itself, a CloudEvent whose attributes are headers (binary)
 * or one that is the value (structured). What the event object lacks its envelope fills: `id` is the eid, `subject` the
 * uid, `time` the moment it occurred.
 */
export function unwrap(value: Buffer, headers: ConsumedRecord['headers']): Unwrapped {
  const type = mediaTypeOf(headerOf(headers, 'content-type'));
  if (type.startsWith('application/cloudevents')) {
    return type === 'application/cloudevents+json' ? structured(value) : unsupported(type);
  }
  const attributes = attributesOf(headers);
  const json = jsonOf(value);
  if (attributes === null) return json === undefined ? (isJsonType(type) ? NOT_JSON : unsupported(type)) : { json };
  if (!isJsonType(type)) return unsupported(type);
  return json === undefined ? NOT_JSON : filled(json, attributes);
}

function structured(value: Buffer): Unwrapped {
  const envelope = jsonOf(value);
  if (envelope === undefined) return NOT_JSON;
  if (!isObject(envelope)) return wrong(': must be a CloudEvent');
  const { datacontenttype: type, data, data_base64: bytes } = envelope;
  if (typeof type === 'string' && !isJsonType(mediaTypeOf(type))) return unsupported(type);
  if (typeof bytes !== 'string') return filled(data, envelope);
  const json = jsonOf(Buffer.from(bytes, 'base64'));
  return json === undefined ? NOT_JSON : filled(json, envelope);
}

function filled(data: unknown, { specversion, type, id, subject, time }: JsonObject): Unwrapped {
  if (specversion !== VERSION) return wrong(`/specversion: must be ${VERSION}`);
  if (type !== TYPE) return wrong(`/type: must be ${TYPE}`);
  if (!isObject(data)) return wrong('/data: must be an event object');
  const occurredAtMs = data['occurred_at_ms'] ?? momentOf(time);
  if (Number.isNaN(occurredAtMs)) return wrong('/time: must be RFC 3339');
  return {
    json: { ...data, eid: data['eid'] ?? id, uid: data['uid'] ?? subject, occurred_at_ms: occurredAtMs },
  };
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Epoch ms of a `time`; NaN of one that is none. */
function momentOf(time: unknown): number | undefined {
  if (time === undefined || time === null) return undefined;
  return typeof time === 'string' && RFC3339.test(time) ? Date.parse(time) : Number.NaN;
}

/** The attributes of a CloudEvent in binary mode; `null` when the headers name none. */
function attributesOf(headers: ConsumedRecord['headers']): JsonObject | null {
  const named = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.toLowerCase().startsWith('ce_') && value ? [[name.slice(3).toLowerCase(), value.toString('utf8')]] : [],
  );
  return named.length === 0 ? null : Object.fromEntries(named);
}

const headerOf = (headers: ConsumedRecord['headers'], wanted: string): string =>
  Object.entries(headers)
    .find(([name]) => name.toLowerCase() === wanted)?.[1]
    ?.toString('utf8') ?? '';

const utf8 = new TextDecoder('utf-8', { fatal: true });

function jsonOf(value: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(value));
  } catch {
    return undefined;
  }
}
