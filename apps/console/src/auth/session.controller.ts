import { Controller, Inject, Req, Res } from '@nestjs/common';
import { VERSION } from '@app/contracts';
import { findUser, type Database, type UserRow } from '@app/persistence';
import { ProblemError } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { DATABASE, PUBLIC_URL } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { callerOfUser, type Caller } from './caller.js';
import { passwordFits } from './password.js';
import { mayHoldSession, noSessionCookie, sessionCookie, sessionIdIn } from './session.cookie.js';
import { csrfTokenOf, Sessions } from './sessions.js';
import { sessionRoutes } from './session.routes.js';
import { SignInThrottle } from './sign-in.throttle.js';

type Routes = typeof sessionRoutes;

@Controller()
export class SessionController {
  readonly #throttle = new SignInThrottle();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PUBLIC_URL) private readonly publicUrl: string | null,
    private readonly sessions: Sessions,
    private readonly writes: Writes,
  ) {}

  @Handles(sessionRoutes.signIn)
  async signIn(
    @Call() call: CallOf<Routes['signIn']>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!mayHoldSession(request)) {
      throw new ProblemError(
        'forbidden',
        'sign in over https; behind a proxy that ends it, WAYBILL_TRUSTED_PROXIES names the proxy',
      );
    }
    const user = await this.#prove(call.body, request.ip);
    const caller = callerOfUser(user);
    const session = await this.writes.act({ ...call, caller }, async (tx) => ({
      answer: await this.sessions.begin(tx, user.id),
      target: user.email,
    }));
    void reply.header('set-cookie', sessionCookie(session.id, request, session.lifetimeS));
    return this.#show(caller, session.id);
  }

  @Handles(sessionRoutes.signOut)
  async signOut(
    @Call() call: CallOf<Routes['signOut']>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = sessionIdIn(request.headers.cookie, request);
    if (call.caller.email === undefined || id === undefined) {
      throw new ProblemError('conflict', 'a token has no session to end');
    }
    await this.writes.act(call, async (tx) => ({
      answer: await this.sessions.end(tx, id),
      target: call.caller.email ?? null,
    }));
    void reply.header('set-cookie', noSessionCookie(request));
  }

  @Handles(sessionRoutes.me)
  me(@Call() { caller }: CallOf<Routes['me']>, @Req() request: FastifyRequest) {
    return this.#show(caller, sessionIdIn(request.headers.cookie, request));
  }

  #show(caller: Caller, sessionId: string | undefined) {
    return {
      actor: caller.actor,
      email: caller.email ?? null,
      role: caller.role,
      space_ids: caller.spaces,
      csrf_token: caller.email !== undefined && sessionId !== undefined ? csrfTokenOf(sessionId) : null,
      ingest_url: this.publicUrl,
      version: VERSION,
    };
  }

  /** The user whose password this is. Refuses with 401, or 429 who guesses. */
  async #prove({ email, password }: { email: string; password: string }, address: string): Promise<UserRow> {
    const attempt = { email: email.toLowerCase(), address };
    const waitMs = this.#throttle.waitMs(attempt);
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new ProblemError('rate_limited', `too many wrong attempts: try again in ${seconds} s`, {
        headers: { 'retry-after': String(seconds) },
      });
    }
    this.#throttle.began(attempt);
    const user = await findUser(this.database, attempt.email);
    if (!(await passwordFits(password, user?.password_hash ?? null)) || !user) {
      throw new ProblemError('bad_credential', 'e-mail or password is wrong');
    }
    this.#throttle.succeeded(attempt);
    return user;
  }
}
