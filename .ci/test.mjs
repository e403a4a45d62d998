/**
 * Runs what `npm test` and `npm run check` promise, every step even after a failure, and ends with one line
 * `N passed, N failed`. Arguments choose groups or steps; none means all. With CI set, a skipped test is a failure.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const suite = (name, ...args) => ({ name, jest: ['--selectProjects', name, ...args] });

/** Before the first suite that needs a broker, so that no test's time is spent on a download. */
const fetchJars = async () => {
  const { ensureKafkaJars } = await import('../dist/libs/embedded/src/index.js');
  await ensureKafkaJars({ log: console.log });
  return { passed: 0, failed: 0, skipped: [] };
};

/** What a branch adds, where somebody says since when: a commit that is published is past mending. */
const commits = () => {
  const from = process.env.COMMITS_FROM;
  return from ? [{ name: 'commits', command: ['commitlint', '--from', from, '--to', 'HEAD'] }] : [];
};

const GROUPS = {
  check: [
    { name: 'format', command: ['prettier', '--check', '.'] },
    { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
    { name: 'types', command: ['tsc', '--noEmit'] },
    { name: 'types of web', command: ['tsc', '--noEmit', '-p', 'apps/console/web'] },
    { name: 'arch', command: ['depcruise', 'apps', 'libs', 'test', '--config', '.dependency-cruiser.cjs'] },
    { name: 'dead', command: ['knip'] },
    { name: 'files', command: ['node', '.ci/files.mjs'] },
    ...commits(),
    suite('unit'),
  ],
  suites: [{ name: 'jars', act: fetchJars }, suite('integration'), suite('e2e')],
};

const run = (command, { env, quiet }) =>
  new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (status) => resolve({ ok: status === 0, output }));
  });

const runCheck = async ({ command }) => {
  const { ok, output } = await run(command, { quiet: true });
  if (!ok) process.stderr.write(output);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
};

const skippedTests = (report) =>
  report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName),
  );

const runSuite = async ({ name, jest }) => {
  const file = `.cache/${name}.json`;
  rmSync(file, { force: true });
  const { ok } = await run(
    ['jest', '--config', 'test/jest.config.mjs', '--passWithNoTests', '--json', '--outputFile', file, ...jest],
    { env: { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' }, quiet: false },
  );
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return { passed: report.numPassedTests, failed: failed || (ok ? 0 : 1), skipped: skippedTests(report) };
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
};

const runStep = async (step) => {
  try {
    return await (step.act ? step.act() : step.jest ? runSuite(step) : runCheck(step));
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1, skipped: [] };
  }
};

const chosen = (names) => {
  const steps = Object.values(GROUPS).flat();
  if (names.length === 0) return steps;
  return names.flatMap((name) => {
    const found = GROUPS[name] ?? steps.filter((step) => step.name === name);
    if (found.length === 0)
      throw new Error(`${name}: choose of ${[...Object.keys(GROUPS), ...steps.map((s) => s.name)].join(', ')}`);
    return found;
  });
};

mkdirSync('.cache', { recursive: true });
const results = [];
for (const step of chosen(process.argv.slice(2))) {
  const startedAt = performance.now();
  const result = await runStep(step);
  console.log(
    `${result.failed ? '✗' : '✓'} ${step.name.padEnd(12)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  results.push(result);
}

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
const skipped = results.flatMap((result) => result.skipped);
for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`${passed} passed, ${failed} failed${skipped.length ? `, ${skipped.length} skipped` : ''}`);
process.exitCode = failed || (process.env.CI && skipped.length) ? 1 : 0;
