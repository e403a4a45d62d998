import { z } from 'zod';
import type { Command } from '../command/command.js';
import { pairs, table } from '../output/table.js';

const spaces = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), time_zone: z.string(), created_at: z.string() })),
});

const made = z.object({ id: z.string(), name: z.string(), secret: z.string(), ingest_token: z.string() });

export const spacesCommands: readonly Command[] = [
  {
    name: 'spaces list',
    positionals: [],
    summary: 'spaces, newest first',
    examples: ['spaces list', 'spaces list --json'],
    options: {},
    async run({ installation }) {
      const json = await installation.console().call('GET', '/api/spaces?limit=500');
      const text = table(spaces.parse(json).items, [
        ['ID', ({ id }) => id],
        ['NAME', ({ name }) => name],
        ['TIME ZONE', ({ time_zone }) => time_zone],
        ['CREATED', ({ created_at }) => created_at],
      ]);
      return { json, text };
    },
  },
  {
    name: 'spaces create',
    positionals: ['<name>'],
    summary: 'make a space; its keys are shown this once',
    examples: ['spaces create "Summer offer"', 'spaces create "Summer offer" --time-zone Europe/Berlin'],
    options: { 'time-zone': { value: 'ZONE', help: 'decides what a day is in reports (default UTC)' } },
    async run({ args, installation }) {
      const zone = args.text('time-zone');
      const body = { name: args.positional(0), ...(zone === undefined ? {} : { time_zone: zone }) };
      const json = await installation.console().call('POST', '/api/spaces', body);
      return { json, text: pairs(made.parse(json)) };
    },
  },
];
