import type { SpaceId } from '@app/contracts';
import { credentialKind, hashKey } from '@app/identity';
import type { KeyCheck } from '@app/persistence';
import { ProblemError } from '@app/service';

/** Who knows the keys. `hash` is the SHA-256 of a key in hex; a promise only where a key has to be looked up. */
export interface KeyStore {
  check(hash: string, nowMs: number): KeyCheck | Promise<KeyCheck>;
}

/** A look-up of an unknown key is given up after this (ms); the caller hears 503, never 401. */
const LOOK_UP_MS = 2000;

const unavailable = (): ProblemError => new ProblemError('unavailable', 'the credential cannot be checked at present');

const BEARER = /^bearer +(\S+) *$/i;

/** Tells which space a call is for by the space secret it carries. */
export class Credentials {
  constructor(private readonly keys: KeyStore) {}

  /**
   * The space of an `Authorization` header; throws the problem of a missing, unknown or wrong credential. A promise only
   * for a key that is not in memory.
   */
  space(authorization: string | undefined, nowMs: number): SpaceId | Promise<SpaceId> {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw new ProblemError('missing_credential', 'send the space secret: Authorization: Bearer wb_sec_…');
    }
    const kind = credentialKind(token);
    if (kind === null) throw new ProblemError('bad_credential', 'this is no key of Waybill');
    if (kind === 'adm') throw new ProblemError('wrong_credential', 'this door takes the space secret (wb_sec_…)');
    const check = this.keys.check(hashKey(token), nowMs);
    return check instanceof Promise ? inTime(check).then(judge) : judge(check);
  }
}

function judge(check: KeyCheck): SpaceId {
  if (check === 'unavailable') throw unavailable();
  if (check === 'unknown') throw new ProblemError('bad_credential', 'the key is unknown, revoked or expired');
  if (check.kind !== 'secret') {
    throw new ProblemError('wrong_credential', 'an ingest token cannot post events: this door takes the space secret');
  }
  return check.spaceId;
}

async function inTime(check: Promise<KeyCheck>): Promise<KeyCheck> {
  const late = Promise.withResolvers<KeyCheck>();
  const timer = setTimeout(() => late.resolve('unavailable'), LOOK_UP_MS);
  try {
    return await Promise.race([check, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
