import { makeSecretFiles } from './containers/secret.files.js';
import { seedContainers } from './containers/seed.containers.js';
import { containersSettings } from './settings/containers.settings.js';

/** The one-shot jobs of a stack in containers: `secrets` before anything starts, `seed` when everything runs. */
const [job] = process.argv.slice(2);
const settings = containersSettings().values;

if (job === 'secrets') await makeSecretFiles(settings.dataDir);
else if (job === 'seed') console.log(await seedContainers(settings));
else {
  console.error('secrets|seed');
  process.exitCode = 2;
}
