import { Inject, Injectable } from '@nestjs/common';
import { credentialKind, hashKey, sameSecret } from '@app/identity';
import { useToken, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import type { FastifyRequest } from 'fastify';
import { ADMIN_TOKEN, DATABASE } from '../api/parts.js';
import { callerOfUser, type Caller } from './caller.js';
import { sessionIdIn } from './session.cookie.js';
import { Sessions } from './sessions.js';

const READS = ['GET', 'HEAD'];

/** Proves who calls: a program by the `Authorization` header, a person by the cookie of a session. */
@Injectable()
export class Credentials {
  constructor(
    @Inject(ADMIN_TOKEN) private readonly adminToken: string | null,
    @Inject(DATABASE) private readonly database: Database,
    private readonly sessions: Sessions,
  ) {}

  /** The caller. Refuses with 401, or 403 for a credential of another door. */
  async callerFor(request: FastifyRequest): Promise<Caller> {
    const { authorization, cookie } = request.headers;
    const sessionId = authorization === undefined ? sessionIdIn(cookie, request) : undefined;
    if (sessionId === undefined) return this.#callerWith(authorization);
    const write = READS.includes(request.method) ? null : { token: request.headers['x-csrf-token'] };
    return callerOfUser((await this.sessions.use(sessionId, write)).user);
  }

  async #callerWith(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw new ProblemError('missing_credential', 'sign in, or send Authorization: Bearer wb_adm_…');
    }
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
