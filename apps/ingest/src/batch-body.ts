import { ProblemError, fieldProblem, parseJson } from '@app/service';

/** Most events in one call. */
const MAX_BATCH = 1000;

/** One event of a batch: what it says, or that it cannot be read. */
export type BatchItem = { readonly value: unknown } | { readonly unreadable: Buffer };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (pointer: string, detail: string): ProblemError => fieldProblem('invalid_field', [{ pointer, detail }]);

function bounded(items: BatchItem[]): BatchItem[] {
  if (items.length >= 1 && items.length <= MAX_BATCH) return items;
  throw wrong('/events', `must have 1 to ${MAX_BATCH} events`);
}

/** The items of a body by its content-type; throws the problem of one that is no batch. */
export const itemsOf = (contentType: string | undefined, body: Buffer): BatchItem[] =>
  contentType?.startsWith('application/x-ndjson') ? ndjsonItems(body) : jsonItems(body);

function jsonItems(body: Buffer): BatchItem[] {
  const parsed = parseJson(body);
  if (!isObject(parsed)) throw wrong('', 'must be an object with events');
  const { events, ...rest } = parsed;
  if (!Array.isArray(events)) throw wrong('/events', 'must be a list of events');
  const unknown = Object.keys(rest).map((key) => ({ pointer: `/${key}`, detail: 'is not a known field' }));
  if (unknown.length > 0) throw fieldProblem('unknown_field', unknown);
  return bounded(events.map((value: unknown) => ({ value })));
}

/** Empty lines are left out; a line that is no JSON is one item that is wrong. */
function ndjsonItems(body: Buffer): BatchItem[] {
  const lines = body
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return bounded(lines.map(itemOf));
}

function itemOf(line: string): BatchItem {
  const bytes = Buffer.from(line);
  try {
    return { value: parseJson(bytes) };
  } catch (error) {
    if (error instanceof ProblemError) return { unreadable: bytes };
    throw error;
  }
}
