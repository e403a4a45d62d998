/**
 * `node prepare.mjs <program> [args]`: makes a clean clone ready (packages, build), then runs the program on Node 24.
 * Works on any Node ≥ 20 and imports nothing that has to be installed first.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const BIN = join(ROOT, 'node_modules/.bin');
const DIST = join(ROOT, 'dist');
const BUILT_FROM = join(DIST, '.built-from');
const PROGRESS_EVERY_MS = 10_000;

const fail = (...lines) => {
  console.error(lines.join('\n'));
  process.exit(1);
};

const onPath = () => ({ ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}` });

/** Runs quietly; what it said is shown only when it failed. */
const quietly = (command, args) =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: ROOT, env: onPath(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => done({ status: 127, output: error.message }));
    child.on('close', (status) => done({ status: status ?? 1, output }));
  });

/** A line when it begins, a sign of life when it takes long, a line when it ends. */
const step = async (name, command, args, hint) => {
  const startedAt = Date.now();
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(0)} s`;
  console.error(`${name} …`);
  const alive = setInterval(() => console.error(`${name} … ${seconds()}`), PROGRESS_EVERY_MS);
  const { status, output } = await quietly(command, args);
  clearInterval(alive);
  if (status !== 0) fail(output.trim(), '', `${name} failed after ${seconds()}. ${hint}`);
  console.error(`${name}: done in ${seconds()}`);
};

const packagesOf = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;

/** The folder holds what the lock file asks for; a package for another platform may be absent. */
const installed = () => {
  const hidden = 'node_modules/.package-lock.json';
  if (!existsSync(join(ROOT, hidden))) return false;
  const present = packagesOf(hidden);
  return Object.entries(packagesOf('package-lock.json')).every(
    ([path, wanted]) =>
      path === '' || present[path]?.version === wanted.version || (!present[path] && wanted.optional === true),
  );
};

const install = async () => {
  if (installed()) return;
  await step(
    'Installing packages',
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'],
    'Is the registry reachable? `npm ci` shows the whole story.',
  );
};

const requireNode = async () => {
  const wanted = readFileSync(join(ROOT, '.nvmrc'), 'utf8').trim();
  const { output } = await quietly(join(BIN, 'node'), ['--version']);
  if (output.startsWith(`v${wanted}.`)) return;
  fail(
    `Node ${wanted} comes with the packages, but node_modules/.bin/node says: ${output.trim()}`,
    'Its install script did not run. Way out: `npm rebuild node`, or remove node_modules and start again.',
  );
};

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return [path];
  });

/** The web page: built by a bundler of its own into names that only it knows. */
const PAGE = 'apps/console/web';
const isOfPage = (path) => path.includes(`/${PAGE}/`);

const isCompiled = (path) => path.endsWith('.ts') && !/\.(spec|int-spec|e2e-spec|d)\.ts$/.test(path);

const sources = () =>
  ['apps', 'libs', 'test']
    .flatMap((folder) => filesIn(join(ROOT, folder)))
    .filter((path) => isOfPage(path) || isCompiled(path));

const fingerprint = (files) => {
  const hash = createHash('sha256');
  for (const path of [...files, join(ROOT, '.swcrc')]) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
};

/** What was compiled from a source that is gone would still be found by an import. */
const removeStale = (files) => {
  const wanted = new Set(files.map((path) => join(DIST, path.slice(ROOT.length + 1)).replace(/\.ts$/, '.js')));
  for (const path of filesIn(DIST).filter((file) => /\.js(\.map)?$/.test(file) && !isOfPage(file))) {
    if (!wanted.has(path.replace(/\.map$/, ''))) rmSync(path, { force: true });
  }
};

const build = async () => {
  const files = sources();
  const stamp = fingerprint(files);
  if (existsSync(BUILT_FROM) && readFileSync(BUILT_FROM, 'utf8') === stamp) return;
  const { status, output } = await quietly('npm', ['run', '--silent', 'build']);
  if (status !== 0) fail(output.trim(), '', 'The build failed.');
  mkdirSync(DIST, { recursive: true });
  removeStale(files);
  writeFileSync(BUILT_FROM, stamp);
};

const runOnNode24 = ([program, ...args]) => {
  const child = spawn(join(BIN, 'node'), [join(ROOT, program), ...args], { env: onPath(), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error.message));
  child.on('close', (status, signal) => {
    process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1);
  });
};

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ≥ 20 is needed to begin with (this is ${process.version}); Node 24 then comes with the packages.`);
}
await install();
await requireNode();
await build();
runOnNode24(process.argv.slice(2));
