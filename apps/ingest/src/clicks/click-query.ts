import type { ClickContext } from '@app/contracts';
import { MAX_CLICK_TEXT } from '@app/contracts';
import type { Parameter } from '../parameters.js';
import { parametersOf } from '../parameters.js';

/** Most bytes all parameters of a click may have, as JSON. */
const MAX_PARAMS_BYTES = 4096;

/** What a query says of a click. */
export type ClickQuery = Pick<
  ClickContext,
  | 'fbclid'
  | 'fbp'
  | 'campaign_id'
  | 'campaign_name'
  | 'adset_id'
  | 'adset_name'
  | 'ad_id'
  | 'ad_name'
  | 'placement'
  | 'params'
>;

/** An advertising macro nobody has filled in. */
const isMacro = (value: string): boolean => /^\{\{.*\}\}$/s.test(value.trim());

/** Of what would pollute objects or cannot be stored nothing is kept. */
const isKept = ([name, value]: Parameter): boolean =>
  name !== '__proto__' && value !== '' && !isMacro(value) && !`${name}${value}`.includes('\0');

/** The parameters that are kept, by name; of repeats the first. */
function byName(parameters: readonly Parameter[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const parameter of parameters) {
    const [name, value] = parameter;
    if (isKept(parameter) && !found.has(name)) found.set(name, value);
  }
  return found;
}

/** As many of them as fit, in their order. */
function fitting(parameters: ReadonlyMap<string, string>): Record<string, string> {
  let bytes = 2;
  const kept = [...parameters].filter(([name, value]) => {
    // Quotes, colon and comma: what an entry of a JSON object takes.
    const size = Buffer.byteLength(JSON.stringify([name, value]));
    if (bytes + size > MAX_PARAMS_BYTES) return false;
    bytes += size;
    return true;
  });
  return Object.fromEntries(kept);
}

/** Reads the query of a visit. Nothing in it is an error: what cannot be used is left out. Values stay as they were sent. */
export function readClickQuery(query: string): ClickQuery {
  const parameters = byName(parametersOf(query));
  /** The first of these names that is there. */
  const text = (...names: readonly string[]): string | null => {
    const value = names.map((name) => parameters.get(name)).find((found) => found !== undefined);
    return value !== undefined && value.length <= MAX_CLICK_TEXT ? value : null;
  };
  return {
    fbclid: text('fbclid'),
    fbp: text('fbp'),
    campaign_id: text('campaign_id'),
    campaign_name: text('campaign_name', 'utm_campaign'),
    adset_id: text('adset_id'),
    adset_name: text('adset_name', 'utm_term'),
    ad_id: text('ad_id'),
    ad_name: text('ad_name', 'utm_content'),
    placement: text('placement'),
    params: fitting(parameters),
  };
}
