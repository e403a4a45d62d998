import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { hashKey, sameSecret } from '@app/identity';
import {
  deleteSession,
  insertSession,
  useSession,
  type Database,
  type Queryable,
  type SessionRow,
} from '@app/persistence';
import { ProblemError } from '@app/service';
import { DATABASE } from '../api/parts.js';

const DAY_S = 86_400;
/** A session ends after this, however much it is used. */
const LIFETIME_S = 14 * DAY_S;
/** … or when nobody used it for this long. */
const IDLE_S = 2 * DAY_S;
const ID_BYTES = 32;

/** A session just begun. */
export interface NewSession {
  /** For the cookie. */
  readonly id: string;
  readonly lifetimeS: number;
}

/**
 * The token that proves that a write comes from the page: made from the session's id, which only the cookie and this
 * process know, so that the page can ask for it again.
 */
export const csrfTokenOf = (sessionId: string): string =>
  createHash('sha256').update(`waybill.csrf ${sessionId}`).digest('base64url');

/** Sessions of people: begun, used, ended. Stored as hashes. */
@Injectable()
export class Sessions {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async begin(tx: Queryable, userId: string): Promise<NewSession> {
    const id = randomBytes(ID_BYTES).toString('base64url');
    await insertSession(tx, {
      hash: hashKey(id),
      csrf_hash: hashKey(csrfTokenOf(id)),
      user_id: userId,
      lifetime_s: LIFETIME_S,
    });
    return { id, lifetimeS: LIFETIME_S };
  }

  /** Whose session it is. Refuses with 401 when it has ended, with 403 a write without the token of the page. */
  async use(id: string, write: { readonly token: unknown } | null): Promise<SessionRow> {
    const session = await useSession(this.database, hashKey(id), IDLE_S);
    if (!session) throw new ProblemError('bad_credential', 'the session has ended: sign in again');
    if (write && !(typeof write.token === 'string' && sameSecret(hashKey(write.token), session.csrf_hash))) {
      throw new ProblemError('forbidden', 'X-CSRF-Token is missing or wrong: reload the page');
    }
    return session;
  }

  end(tx: Queryable, id: string): Promise<void> {
    return deleteSession(tx, hashKey(id));
  }
}
