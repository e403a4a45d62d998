import { z } from 'zod';
import { EXIT } from '../command/command.error.js';
import type { Command } from '../command/command.js';
import { pairs } from '../output/table.js';
import { destinationPath } from './destination.answers.js';
import { SPACE } from './space.option.js';

const tested = z.object({
  verdict: z.string(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  http_status: z.number().nullable(),
  duration_ms: z.number(),
  request: z.object({ method: z.string(), url: z.string() }).nullable(),
});

export const testSendCommand: Command = {
  name: 'destinations test',
  positionals: ['<id|name>'],
  summary: 'send a sample, or a real event, now and once; ends with 1 where it was not taken',
  examples: ['destinations test "Demo webhook"', 'destinations test "Demo webhook" --canonical deposit'],
  options: {
    ...SPACE,
    canonical: { value: 'NAME', help: 'contact, subscribed, registration or deposit' },
    'inbox-id': { value: 'ID', help: 'the event to send' },
  },
  async run({ args, installation, progress }) {
    const console = installation.console();
    const path = await destinationPath(console, installation.spacePath(args.text('space')), args.positional(0));
    const [canonical, inboxId] = [args.text('canonical'), args.text('inbox-id')];
    progress('Sending …');
    const json = await console.call('POST', `${path}/test`, {
      ...(canonical === undefined ? {} : { canonical }),
      ...(inboxId === undefined ? {} : { inbox_id: inboxId }),
    });
    const { request, ...result } = tested.parse(json);
    return {
      json,
      text: pairs({ ...result, request: request === null ? null : `${request.method} ${request.url}` }),
      exit: result.verdict === 'sent' ? EXIT.ok : EXIT.failure,
    };
  },
};
