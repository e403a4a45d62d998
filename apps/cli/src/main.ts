import { runCli } from './cli.js';
import { ownEnvironment } from './settings.js';

process.exitCode = await runCli(process.argv.slice(2), {
  environment: ownEnvironment(),
  data: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
});
