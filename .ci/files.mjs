/** Size and names of hand-written files, and the list of projects: prints the figures, exits 1 when something is wrong. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const HARD_LIMIT = 300;
const ROOTS = ['apps', 'libs', 'test', '.ci'];
const SOURCE = /\.(ts|tsx|mjs|cjs)$/;
const TEST = /\.(spec|int-spec|e2e-spec)\.ts$|^test\/|^libs\/[^/]+\/testing\//;
/** Written by a program, for programs. */
const GENERATED = /\.types\.ts$/;
/** Names that say nothing about what is inside. */
const EMPTY_NAME = /(^|[.])(utils?|helpers?|common|misc|base|managers?|services?)(\.[a-z]+)?$/;
/** How a service starts and stops: the word says what is inside. */
const NAMED_BY_THE_FIELD = new Set(['libs/service']);

const listed = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : [path, ...listed(path)];
    return SOURCE.test(entry.name) ? [path] : [];
  });

const linesOf = (path) => readFileSync(path, 'utf8').split('\n').length - 1;
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const figures = (name, files) => {
  const sizes = files.map(({ lines }) => lines).toSorted((a, b) => a - b);
  const total = sizes.reduce((sum, lines) => sum + lines, 0);
  const [longest] = files.toSorted((a, b) => b.lines - a.lines);
  console.log(
    `${name}: ${files.length} files, ${total} lines, median ${at(sizes, 0.5)}, p90 ${at(sizes, 0.9)}, longest ${longest?.lines ?? 0} ${longest?.path ?? ''}`,
  );
};

/** The folders below these are what nest-cli.json has to list. */
const WORKSPACES = ['apps', 'libs'];

const unlisted = () => {
  const listedProjects = Object.values(JSON.parse(readFileSync('nest-cli.json', 'utf8')).projects).map(
    ({ root }) => root,
  );
  const folders = WORKSPACES.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [join(folder, entry.name)] : [],
    ),
  );
  return [
    ...folders
      .filter((root) => !listedProjects.includes(root))
      .map((root) => `${root}: nest-cli.json does not list it`),
    ...listedProjects
      .filter((root) => !folders.includes(root))
      .map((root) => `${root}: nest-cli.json lists it, but it is not there`),
  ];
};

const paths = ROOTS.flatMap(listed);
const files = paths
  .filter((path) => SOURCE.test(path) && !GENERATED.test(path))
  .map((path) => ({ path, lines: linesOf(path) }));
figures(
  'product',
  files.filter(({ path }) => !TEST.test(path)),
);
figures(
  'tests',
  files.filter(({ path }) => TEST.test(path)),
);

const problems = [
  ...unlisted(),
  ...files
    .filter(({ lines }) => lines > HARD_LIMIT)
    .map(({ path, lines }) => `${path}: ${lines} lines, ${HARD_LIMIT} are allowed: split it by reason to change`),
  ...paths
    .filter((path) => EMPTY_NAME.test(path.split('/').at(-1)) && !NAMED_BY_THE_FIELD.has(path))
    .map((path) => `${path}: name it after what it does`),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length ? 1 : 0;
