import type { StandaloneState } from '../settings/state.file.js';

/** What a person is told once everything runs. */
export interface BannerFacts {
  readonly version: string;
  readonly state: StandaloneState;
  /** How long the probe event took, ms; `null` without the demo. */
  readonly probeMs: number | null;
  /** Data folder as a person would type it. */
  readonly dataDir: string;
}

const aligned = (rows: readonly (readonly [name: string, value: string])[]): string[] => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
};

const curl = (url: string, credential: string, body?: string): string[] => [
  `  curl ${url} \\`,
  `    -H 'Authorization: Bearer ${credential}'${body ? ' \\' : ''}`,
  ...(body ? [`    -H 'Content-Type: application/json' \\`, `    -d '${body}'`] : []),
];

/** The text shown when the stack is ready: where everything is, what to copy, what to do next. */
export const banner = ({ version, state, probeMs, dataDir }: BannerFacts): string => {
  const { ingest, console, receiver, kafka, postgres, admin, space } = state;
  const proof = probeMs === null ? '' : `: a conversion went through the whole pipe in ${probeMs} ms`;
  return [
    '',
    `Waybill ${version} is ready${proof}.`,
    '',
    ...aligned([
      ['Ingest', ingest],
      ['Console', `${console}/api`],
      ...(receiver ? ([['Receiver', `${receiver}/_received`]] as const) : []),
      ['Kafka', kafka],
      ['Postgres', postgres],
      ['Logs', `${dataDir}/logs`],
      ['All of it', `${dataDir}/standalone.json (pids, metrics, credentials)`],
    ]),
    '',
    ...aligned([
      ['Space', space.id],
      ['Secret', `${space.secret}  POST /events`],
      ['Ingest token', `${space.ingest_token}  GET /e`],
      ['Admin token', `${admin.token}  console API`],
    ]),
    '',
    'Post a conversion:',
    '',
    ...curl(
      `${ingest}/events`,
      space.secret,
      '{"event":"deposit","eid":"order-1","uid":"u-1","value":"25.00","currency":"USD"}',
    ),
    '',
    receiver ? 'See what became of it:' : 'See it, once the space has a destination:',
    '',
    ...curl(`${console}/api/spaces/${space.id}/deliveries`, admin.token),
    '',
    'Next:',
    '',
    ...aligned([
      ['npm run service -- webhook', 'one more instance of a service'],
      ['npm start -- --reset', 'begin anew without any data'],
    ]),
    '',
    `Ctrl-C stops everything; data stay in ${dataDir}.`,
    '',
  ].join('\n');
};
