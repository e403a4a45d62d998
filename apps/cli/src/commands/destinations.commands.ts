import { z } from 'zod';
import type { Command, Invocation, Option, Output } from '../command/command.js';
import { readFields, readJsonArgument } from '../command/json.argument.js';
import { pairs, table } from '../output/table.js';
import { destination, destinationPath, listDestinations } from './destination.answers.js';
import { SPACE } from './space.option.js';

/** What only the answer to a creation has. */
const once = z.object({ signing_secret: z.string().optional(), warnings: z.array(z.string()).default([]) });

const ONE = ['<id|name>'];

const shown = (json: unknown): Output => {
  const { state, state_reason, held_until, ...rest } = destination.parse(json);
  return { json, text: pairs({ ...rest, state, state_reason, held_until }) };
};

/** A command about one destination: `work` gets the path of it. */
const about = (
  verb: string,
  summary: string,
  { examples = [`destinations ${verb} "Demo webhook"`], options = {} as Readonly<Record<string, Option>> },
  work: (path: string, invocation: Invocation) => Promise<Output>,
): Command => ({
  name: `destinations ${verb}`,
  positionals: ONE,
  summary,
  examples,
  options: { ...SPACE, ...options },
  async run(invocation) {
    const { args, installation } = invocation;
    const spacePath = installation.spacePath(args.text('space'));
    return work(await destinationPath(installation.console(), spacePath, args.positional(0)), invocation);
  },
});

const list: Command = {
  name: 'destinations list',
  positionals: [],
  summary: 'destinations of a space and where they stand',
  examples: ['destinations list'],
  options: SPACE,
  async run({ args, installation }) {
    const items = await listDestinations(installation.console(), installation.spacePath(args.text('space')));
    const text = table(items, [
      ['ID', ({ id }) => id],
      ['KIND', ({ kind }) => kind],
      ['NAME', ({ name }) => name],
      ['STATE', ({ state }) => state],
      ['REASON', ({ state_reason }) => state_reason],
      ['HELD UNTIL', ({ held_until }) => held_until],
    ]);
    return { json: { items }, text };
  },
};

const create: Command = {
  name: 'destinations create',
  positionals: [],
  summary: 'make a destination; a signing secret made for it is shown this once',
  examples: [
    'destinations create --kind webhook --name "My hook" --config url=https://example.com/hook',
    'destinations create --kind s2s_postback --name Tracker --config "url_template=https://t.example/p?id={event_id}"',
    'destinations create --body @destination.json',
  ],
  options: {
    ...SPACE,
    kind: { value: 'KIND', help: 'fb_capi, webhook or s2s_postback' },
    name: { value: 'NAME', help: 'how people call it' },
    config: { value: 'NAME=TEXT', repeated: true, help: 'a field of its config; NAME:=JSON for what is no text' },
    field: { value: 'NAME=TEXT', repeated: true, help: 'any other field, such as enabled:=false or max_attempts:=5' },
    body: { value: 'JSON', help: 'the whole destination, as text, @FILE or - for stdin; other options change it' },
  },
  async run({ args, installation }) {
    const given = args.text('body');
    const body: unknown = given === undefined ? {} : await readJsonArgument(given);
    const [kind, name] = ['kind', 'name'].map((option) => args.text(option));
    const config = args.texts('config');
    const whole = {
      ...(typeof body === 'object' ? body : {}),
      ...readFields(args.texts('field')),
      ...(kind === undefined ? {} : { kind }),
      ...(name === undefined ? {} : { name }),
      ...(config.length === 0 ? {} : { config: readFields(config) }),
    };
    const json = await installation
      .console()
      .call('POST', `${installation.spacePath(args.text('space'))}/destinations`, whole);
    const { signing_secret, warnings } = once.parse(json);
    const { text } = shown(json);
    const said = [
      ...(signing_secret === undefined ? [] : [`signing_secret  ${signing_secret}`]),
      ...warnings.map((warning) => `Warning: ${warning}`),
    ];
    return { json, text: [text, ...said].join('\n') };
  },
};

const acting = (verb: 'pause' | 'resume', summary: string): Command =>
  about(verb, summary, {}, async (path, { installation }) =>
    shown(await installation.console().call('POST', `${path}/${verb}`)),
  );

export const destinationsCommands: readonly Command[] = [
  list,
  about('show', 'one destination, its secrets masked', {}, async (path, { installation }) => {
    const json = await installation.console().call('GET', path);
    return { json, text: JSON.stringify(json, null, 2) };
  }),
  create,
  acting('pause', 'pause a destination: its deliveries are made and wait'),
  acting('resume', 'end a pause or a hold: what waited is sent, paced'),
];
