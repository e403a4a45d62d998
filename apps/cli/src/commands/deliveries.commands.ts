import { z } from 'zod';
import type { Command, Invocation, Option, Output } from '../command/command.js';
import { pairs, table } from '../output/table.js';
import { SPACE } from './space.option.js';

const delivery = z.object({
  event_id: z.string(),
  destination_name: z.string(),
  canonical: z.string(),
  status: z.string(),
  held: z.boolean(),
  reason: z.string().nullable(),
  http_status: z.number().nullable(),
  attempt_count: z.number(),
  uid: z.string().nullable(),
  eid: z.string().nullable(),
  accepted_at: z.string(),
  next_attempt_at: z.string().nullable(),
});

const page = z.object({ items: z.array(delivery), next_cursor: z.string().nullable() });

const detail = delivery.extend({
  detail: z.string().nullable(),
  attempts: z.array(
    z.object({
      attempt: z.number(),
      started_at: z.string(),
      duration_ms: z.number(),
      verdict: z.string(),
      reason: z.string().nullable(),
      http_status: z.number().nullable(),
      detail: z.string().nullable(),
    }),
  ),
});

const FILTERS: Readonly<Record<string, Option>> = {
  status: { value: 'S', repeated: true, help: 'pending, failed, sent, failed_permanently, discarded' },
  destination: { value: 'ID', repeated: true, help: 'id of a destination' },
  kind: { value: 'KIND', repeated: true, help: 'kind of destination' },
  canonical: { value: 'NAME', repeated: true, help: 'contact, subscribed, registration, deposit' },
  reason: { value: 'REASON', repeated: true, help: 'why it failed' },
  uid: { value: 'UID', repeated: true, help: 'whose' },
  eid: { value: 'EID', repeated: true, help: "the sender's id of the event" },
  'event-id': { value: 'ID', repeated: true, help: 'id of the delivery' },
  from: { value: 'TIME', help: 'accepted at or after: RFC 3339 or epoch ms' },
  to: { value: 'TIME', help: 'accepted before' },
  limit: { value: 'N', help: '1–500 (default 50)' },
  cursor: { value: 'C', help: '`next_cursor` of the page before' },
};

const queryOf = ({ args }: Invocation): string =>
  new URLSearchParams(
    Object.keys(FILTERS).flatMap((name) =>
      args.texts(name).map((value): [string, string] => [name.replaceAll('-', '_'), value]),
    ),
  ).toString();

const list: Command = {
  name: 'deliveries list',
  positionals: [],
  summary: 'deliveries, newest first; a filter given twice means either',
  examples: [
    'deliveries list --status failed --status failed_permanently',
    'deliveries list --uid u-1',
    'deliveries list --from 2026-11-01T00:00:00Z --limit 500 --json',
  ],
  options: { ...SPACE, ...FILTERS },
  async run(invocation) {
    const { args, installation } = invocation;
    const path = `${installation.spacePath(args.text('space'))}/deliveries?${queryOf(invocation)}`;
    const json = await installation.console().call('GET', path);
    const { items, next_cursor } = page.parse(json);
    const text = table(items, [
      ['DELIVERY', ({ event_id }) => event_id],
      ['ACCEPTED', ({ accepted_at }) => accepted_at],
      ['EVENT', ({ canonical }) => canonical],
      ['DESTINATION', ({ destination_name }) => destination_name],
      ['STATUS', ({ status, held }) => (held ? `${status}, held` : status)],
      ['REASON', ({ reason }) => reason],
      ['HTTP', ({ http_status }) => http_status],
      ['TRIES', ({ attempt_count }) => attempt_count],
      ['UID', ({ uid }) => uid],
      ['EID', ({ eid }) => eid],
    ]);
    return { json, text: next_cursor === null ? text : `${text}\n\nMore: --cursor ${next_cursor}` };
  },
};

const show = (json: unknown): Output => {
  const { attempts, ...fields } = detail.parse(json);
  const tried = table(
    attempts,
    [
      ['TRY', ({ attempt }) => attempt],
      ['STARTED', ({ started_at }) => started_at],
      ['MS', ({ duration_ms }) => duration_ms],
      ['VERDICT', ({ verdict }) => verdict],
      ['REASON', ({ reason }) => reason],
      ['HTTP', ({ http_status }) => http_status],
      ['DETAIL', (each) => each.detail],
    ],
    'Not tried yet.',
  );
  return { json, text: `${pairs(fields)}\n\n${tried}` };
};

const about = (
  verb: string,
  summary: string,
  work: (path: string, invocation: Invocation) => Promise<Output>,
): Command => ({
  name: `deliveries ${verb}`,
  positionals: ['<delivery>'],
  summary,
  examples: [`deliveries ${verb} 6f1c2a0e-5b7d-8c3e-9a41-0d2f6b8e7c15`],
  options: SPACE,
  run: (invocation) => {
    const { args, installation } = invocation;
    const id = encodeURIComponent(args.positional(0));
    return work(`${installation.spacePath(args.text('space'))}/deliveries/${id}`, invocation);
  },
});

const acting = (verb: 'retry' | 'discard', summary: string): Command =>
  about(verb, summary, async (path, { installation }) => {
    const json = await installation.console().call('POST', `${path}/${verb}`);
    return { json, text: pairs(delivery.parse(json)) };
  });

export const deliveriesCommands: readonly Command[] = [
  list,
  about('show', 'one delivery and every attempt at it', async (path, { installation }) =>
    show(await installation.console().call('GET', path)),
  ),
  acting('retry', 'send a delivery again now, with a fresh budget of attempts'),
  acting('discard', 'give a delivery up'),
];
