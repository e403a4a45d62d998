import { z } from 'zod';
import { CommandError, EXIT } from '../command/command.error.js';
import type { Command } from '../command/command.js';
import { pairs, table } from '../output/table.js';
import { SPACE } from './space.option.js';

const keys = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      hint: z.string(),
      created_at: z.string(),
      last_used_at: z.string().nullable(),
      previous_expires_at: z.string().nullable(),
      previous_last_used_at: z.string().nullable(),
    }),
  ),
});

const rotated = z.object({
  secret: z.string().optional(),
  ingest_token: z.string().optional(),
  previous_expires_at: z.string().nullable(),
});

/** `24h`, `30m`, `90d`, or seconds alone. */
const SPAN = /^(\d{1,7})(s|m|h|d)?$/;
const UNIT_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const secondsOf = (text: string): number => {
  const [, amount, unit = 's'] = SPAN.exec(text) ?? [];
  if (amount === undefined) throw new CommandError(EXIT.usage, `--overlap ${text}: must be such as 0, 30m, 24h or 7d`);
  return Number(amount) * (UNIT_S[unit] ?? 1);
};

export const keysCommands: readonly Command[] = [
  {
    name: 'keys list',
    positionals: [],
    summary: 'the keys of a space, without their text',
    examples: ['keys list'],
    options: SPACE,
    async run({ args, installation }) {
      const json = await installation.console().call('GET', `${installation.spacePath(args.text('space'))}/keys`);
      const text = table(keys.parse(json).items, [
        ['KIND', ({ kind }) => kind],
        ['ENDS IN', ({ hint }) => hint],
        ['CREATED', ({ created_at }) => created_at],
        ['LAST USED', ({ last_used_at }) => last_used_at],
        ['PREVIOUS WORKS UNTIL', ({ previous_expires_at }) => previous_expires_at],
        ['PREVIOUS LAST USED', ({ previous_last_used_at }) => previous_last_used_at],
      ]);
      return { json, text };
    },
  },
  {
    name: 'keys rotate',
    positionals: ['<secret|ingest_token>'],
    summary: 'make a new key, shown this once; the old one goes on working for a while',
    examples: ['keys rotate secret', 'keys rotate ingest_token --overlap 7d', 'keys rotate secret --overlap 0'],
    options: { ...SPACE, overlap: { value: 'SPAN', help: 'how long the old one works (default 24h, at most 90d)' } },
    async run({ args, installation }) {
      const kind = args.positional(0);
      if (kind !== 'secret' && kind !== 'ingest_token') {
        throw new CommandError(EXIT.usage, `${kind} is no kind of key: secret or ingest_token`);
      }
      const overlap = args.text('overlap');
      const json = await installation
        .console()
        .call(
          'POST',
          `${installation.spacePath(args.text('space'))}/keys/${kind}/rotate`,
          overlap === undefined ? {} : { overlap_s: secondsOf(overlap) },
        );
      return { json, text: pairs(rotated.parse(json)) };
    },
  },
];
