/** Injection tokens of what the process hands to the API. */
export const DATABASE = Symbol('database');
export const SECRET_BOX = Symbol('secret box');
/** The part of `@app/egress` that judges URLs. */
export const URL_JUDGE = Symbol('judge of URLs');
/** The ingest door as the outside sees it; `null` where nobody has said. */
export const PUBLIC_URL = Symbol('public URL');
export const ADMIN_TOKEN = Symbol('admin token');
export const COUNTER_SHARD = Symbol('shard of counters');
/** The kinds of this installation, ready to render. */
export const KINDS_AT_HAND = Symbol('kinds');
