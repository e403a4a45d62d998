import { withProduct } from '../support/product.js';
import { killed, rolled } from './process.scenarios.js';
import { complaint, runScenario, type ChaosRow, type Scenario } from './scenario.js';
import { kafkaGone, leadersKilled, postgresGone, postgresStalled } from './store.scenarios.js';

const SCENARIOS: readonly Scenario[] = [
  killed(20_000, 400, 20),
  rolled(8_000, 400),
  kafkaGone(12_000, 300, 20_000),
  postgresGone(12_000, 300, 20_000),
  postgresStalled(12_000, 300, 30_000),
  leadersKilled(12_000, 300),
];

const seed = Number(process.argv[2] ?? 1);
const only = process.argv[3];
const rows: ChaosRow[] = [];
let failures = 0;

for (const scenario of SCENARIOS.filter(({ name }) => only === undefined || name.includes(only))) {
  console.error(`${scenario.name} …`);
  try {
    const row = await withProduct(scenario.stack ?? {}, (product) => runScenario(scenario, product, seed));
    const wrong = complaint(scenario, row);
    if (wrong) failures += 1;
    rows.push({ ...row, note: [wrong && `WRONG: ${wrong}`, row.note].filter(Boolean).join('; ') });
    console.error(JSON.stringify(rows.at(-1)));
  } catch (error) {
    failures += 1;
    console.error(error);
  }
}

console.table(
  rows.map(({ fault, accepted, refused, acceptP99Ms, lost, repeated, stuck, recoveryMs, note }) => ({
    fault,
    accepted,
    refused,
    'accept p99 ms': acceptP99Ms,
    lost,
    repeated,
    stuck,
    'recovery ms': recoveryMs,
    note,
  })),
);
console.log(`${rows.length - failures} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
