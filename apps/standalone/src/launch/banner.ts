import type { StandaloneState } from '../settings/state.file.js';

/** What a person is told once everything runs. */
export interface BannerFacts {
  readonly version: string;
  readonly state: StandaloneState;
  /** How long the probe event took, ms; `null` without the demo. */
  readonly probeMs: number | null;
  readonly home: BannerHome;
}

type Row = readonly [name: string, value: string];

/** What a person can do next, and where things are kept: differs with where the stack runs. */
export interface BannerHome {
  readonly kept: readonly Row[];
  readonly next: readonly Row[];
  readonly farewell: string;
}

/** For processes of this machine; `dataDir` as a person would type it. */
export const onThisMachine = (dataDir: string): BannerHome => ({
  kept: [
    ['Logs', `${dataDir}/logs`],
    ['All of it', `${dataDir}/standalone.json (pids, metrics, credentials)`],
  ],
  next: [
    ['npm run service -- webhook', 'one more instance of a service'],
    ['npm start -- --reset', 'begin anew without any data'],
  ],
  farewell: `Ctrl-C stops everything; data stay in ${dataDir}.`,
});

/** For containers run by Compose. */
export const inContainers: BannerHome = {
  kept: [['Logs', 'docker compose logs']],
  next: [
    ['docker compose up -d --scale webhook=2', 'one more instance of a service'],
    ['docker compose --profile monitoring up -d', 'Prometheus and Grafana beside it'],
    ['docker compose down -v', 'stop it and begin anew without any data'],
  ],
  farewell: 'docker compose stop stops everything; data stay in volumes.',
};

const aligned = (rows: readonly Row[]): string[] => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
};

const curl = (url: string, credential: string, body?: string): string[] => [
  `  curl ${url} \\`,
  `    -H 'Authorization: Bearer ${credential}'${body ? ' \\' : ''}`,
  ...(body ? [`    -H 'Content-Type: application/json' \\`, `    -d '${body}'`] : []),
];

/** The text shown when the stack is ready: where everything is, what to copy, what to do next. */
export const banner = ({ version, state, probeMs, home }: BannerFacts): string => {
  const { ingest, console, receiver, kafka, postgres, admin, space } = state;
  const proof = probeMs === null ? '' : `: a conversion went through the whole pipe in ${probeMs} ms`;
  return [
    '',
    `Waybill ${version} is ready${proof}.`,
    '',
    ...aligned([
      ['Ingest', ingest],
      ['Console', console],
      ...(receiver ? ([['Receiver', `${receiver}/_received`]] as const) : []),
      ['Kafka', kafka],
      ['Postgres', postgres],
      ...home.kept,
    ]),
    '',
    ...aligned([
      ['Space', space.id],
      ['Secret', `${space.secret}  POST /events`],
      ['Ingest token', `${space.ingest_token}  GET /e`],
      ['E-mail', `${admin.email}  console`],
      ['Password', `${admin.password}  console`],
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
    ...aligned(home.next),
    '',
    home.farewell,
    '',
  ].join('\n');
};
