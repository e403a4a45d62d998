import { parseLaunch, USAGE } from './launch/options.js';
import { launch } from './launch/launch.js';

const options = parseLaunch(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(`${options}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (options.help) {
  console.log(USAGE);
} else {
  await launch(options);
}
