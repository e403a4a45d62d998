import { credentialKind, hashKey } from '@app/identity';
import type { Key, KeyCheck } from '@app/persistence';
import { ProblemError } from '@app/service';
import { within } from './within.js';

/** Who knows the keys. `hash` is the SHA-256 of a key in hex; a promise only where a key has to be looked up. */
export interface KeyStore {
  check(hash: string, nowMs: number): KeyCheck | Promise<KeyCheck>;
}

/** A look-up of an unknown key is given up after this (ms); the caller hears 503, never 401. */
const LOOK_UP_MS = 2000;

const BEARER = /^bearer +(\S+) *$/i;

const EXPECTED: Readonly<Record<Key['kind'], string>> = {
  secret: 'this door takes the space secret: Authorization: Bearer wb_sec_…',
  ingest_token: 'this door takes the ingest token: token=wb_ing_…',
};

/** Tells whose call it is by the credential it carries. A promise only for a key that is not in memory. */
export class Credentials {
  constructor(private readonly keys: KeyStore) {}

  /** The space secret of an `Authorization` header; throws the problem of a missing, unknown or wrong one. */
  secret(authorization: string | undefined, nowMs: number): Key | Promise<Key> {
    return this.#key(BEARER.exec(authorization ?? '')?.[1], 'secret', nowMs);
  }

  /** The same for the ingest token of a query or form. */
  token(token: string | undefined, nowMs: number): Key | Promise<Key> {
    return this.#key(token, 'ingest_token', nowMs);
  }

  #key(text: string | undefined, wanted: Key['kind'], nowMs: number): Key | Promise<Key> {
    if (text === undefined) throw new ProblemError('missing_credential', EXPECTED[wanted]);
    const kind = credentialKind(text);
    if (kind === null) throw new ProblemError('bad_credential', 'this is no key of Waybill');
    if (kind === 'adm') throw new ProblemError('wrong_credential', EXPECTED[wanted]);
    const check = this.keys.check(hashKey(text), nowMs);
    if (!(check instanceof Promise)) return judge(check, wanted);
    return within<KeyCheck, KeyCheck>(LOOK_UP_MS, check, 'unavailable').then((found) => judge(found, wanted));
  }
}

function judge(check: KeyCheck, wanted: Key['kind']): Key {
  if (check === 'unavailable') throw new ProblemError('unavailable', 'the credential cannot be checked at present');
  if (check === 'unknown') throw new ProblemError('bad_credential', 'the key is unknown, revoked or expired');
  if (check.kind !== wanted) throw new ProblemError('wrong_credential', EXPECTED[wanted]);
  return check;
}
