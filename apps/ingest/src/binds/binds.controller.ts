import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { BindInput } from '@app/contracts';
import { bindInput } from '@app/contracts';
import { fieldProblem, invalidFields, parseJson } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inQuery, queryOf, sendJson } from '../exchange.js';
import type { Call } from '../front-door.js';
import { FrontDoor } from '../front-door.js';
import { parametersOf, saidIn, withoutToken } from '../parameters.js';
import { keptValue } from '../rejection-writer.js';
import { Binder } from './binder.js';

function bindIn(body: Buffer): BindInput {
  const parsed = bindInput.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw invalidFields(parsed.error);
}

function bindSaid(said: ReadonlyMap<string, string>): BindInput {
  const parsed = bindInput.safeParse({ uid: said.get('uid'), tg_id: said.get('tg_id') });
  if (parsed.success) return parsed.data;
  const { code, options } = invalidFields(parsed.error);
  throw fieldProblem(
    code === 'unknown_field' ? code : 'invalid_field',
    inQuery(options.errors ?? [], (field) => field),
  );
}

/** `POST /bind` and `GET /bind`: which Telegram user a click became. */
@Controller('bind')
export class BindsController {
  constructor(
    private readonly door: FrontDoor,
    private readonly binder: Binder,
  ) {}

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const call = await this.door.admit(request, 'bind');
    return this.#bind(call, () => bindIn(call.body), reply);
  }

  /** Unknown parameters are ignored, as on every door that is only a URL; a link preview (`HEAD`) binds nothing. */
  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (request.method === 'HEAD') return sendJson(reply, 200, {});
    const given = parametersOf(queryOf(request.url));
    const said = saidIn(given);
    const call = await this.door.admitToken(said.get('token'), 'bind', () => keptValue(withoutToken(given)));
    return this.#bind(call, () => bindSaid(said), reply);
  }

  async #bind(call: Call, read: () => BindInput, reply: FastifyReply): Promise<void> {
    const { uid, tg_id: tgId } = this.door.read(call, read);
    sendJson(reply, 200, { ok: true, ...(await this.binder.bind({ spaceId: call.spaceId, uid }, tgId)) });
  }
}
