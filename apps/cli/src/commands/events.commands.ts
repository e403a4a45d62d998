import { z } from 'zod';
import { EXIT } from '../command/command.error.js';
import type { Command, Invocation, Option } from '../command/command.js';
import { readJsonArgument } from '../command/json.argument.js';
import { pairs, table } from '../output/table.js';

/** Fields of an event that are given as text. */
const TEXTS = ['event', 'uid', 'tg_id', 'eid', 'value', 'currency'];
const optionOf = (field: string): string => field.replaceAll('_', '-');

const OPTIONS: Readonly<Record<string, Option>> = {
  event: { value: 'NAME', help: 'contact, subscribed, registration or deposit' },
  uid: { value: 'UID', help: 'whose: the id of a click, or your own' },
  'tg-id': { value: 'ID', help: 'whose: a Telegram user' },
  eid: { value: 'EID', help: 'your id of the event: a repeat with it is no second event' },
  value: { value: 'AMOUNT', help: 'such as 25 or 25.00' },
  currency: { value: 'CODE', help: 'three to five letters (default USD)' },
  'occurred-at-ms': { value: 'MS', help: 'when it happened, epoch ms (default now)' },
};

const event = z.record(z.string(), z.unknown());

const eventOf = async ({ args }: Invocation): Promise<Record<string, unknown>> => {
  const [given] = args.positionals;
  const base = given === undefined ? {} : event.parse(await readJsonArgument(given));
  const occurredAt = args.text('occurred-at-ms');
  return {
    ...base,
    ...Object.fromEntries(
      TEXTS.flatMap((field) => {
        const value = args.text(optionOf(field));
        return value === undefined ? [] : [[field, value]];
      }),
    ),
    ...(occurredAt === undefined ? {} : { occurred_at_ms: Number(occurredAt) }),
  };
};

const accepted = z.object({
  status: z.string(),
  inbox_id: z.string(),
  occurred_at_ms: z.number(),
  warnings: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

const judged = z.object({
  valid: z.boolean(),
  inbox_id: z.string().nullable(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
});

const inWords = (fields: readonly { pointer: string; detail: string }[]): string =>
  table(fields, [
    ['FIELD', ({ pointer }) => pointer],
    ['WHAT', ({ detail }) => detail],
  ]);

export const eventsCommands: readonly Command[] = [
  {
    name: 'events send',
    positionals: ['[JSON]'],
    summary: 'post one event (options win over JSON, which may be text, @FILE or - for stdin)',
    examples: [
      'events send --event deposit --uid u-1 --eid order-7 --value 25',
      `events send '{"event":"contact","eid":"c-1","user":{"email":"ann@example.com"}}'`,
      'events send @event.json',
    ],
    options: OPTIONS,
    async run(invocation) {
      const json = await invocation.installation.ingest().call('POST', '/events', await eventOf(invocation));
      const { warnings, ...fields } = accepted.parse(json);
      const text = pairs(fields);
      return { json, text: warnings === undefined ? text : `${text}\n\n${inWords(warnings)}` };
    },
  },
  {
    name: 'events validate',
    positionals: ['[JSON]'],
    summary: 'say whether an event would be taken, and take nothing; ends with 1 where it would not',
    examples: ['events validate @event.json', 'events validate --event deposit --value 25,00'],
    options: OPTIONS,
    async run(invocation) {
      const json = await invocation.installation.ingest().call('POST', '/events/validate', await eventOf(invocation));
      const { valid, errors } = judged.parse(json);
      return valid
        ? { json, text: 'The event would be taken.' }
        : { json, text: `The event would be refused.\n\n${inWords(errors)}`, exit: EXIT.failure };
    },
  },
];
