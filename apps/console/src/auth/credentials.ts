import { Inject, Injectable } from '@nestjs/common';
import { credentialKind, hashKey, sameSecret } from '@app/identity';
import { useToken, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import { ADMIN_TOKEN, DATABASE } from '../api/parts.js';
import type { Caller } from './caller.js';

/** Proves who calls from the `Authorization` header. */
@Injectable()
export class Credentials {
  constructor(
    @Inject(ADMIN_TOKEN) private readonly adminToken: string | null,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** The caller. Refuses with 401, or 403 for a credential of another door. */
  async callerFor(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new ProblemError('missing_credential', 'send Authorization: Bearer wb_adm_…');
    const kind = credentialKind(token);
    if (kind === 'sec' || kind === 'ing') {
      throw new ProblemError(
        'wrong_credential',
        'this is a key of a space; the console API takes an admin token (wb_adm_…)',
      );
    }
    const caller = kind === null ? null : await this.#find(token);
    if (caller === null) throw new ProblemError('bad_credential', 'this token is unknown or was revoked');
    return caller;
  }

  async #find(text: string): Promise<Caller | null> {
    if (this.adminToken !== null && sameSecret(text, this.adminToken)) {
      return { actor: 'admin token', role: 'admin', spaces: null };
    }
    const token = await useToken(this.database, hashKey(text));
    return token && { actor: `token ${token.name}`, role: token.role, spaces: token.space_ids };
  }
}
