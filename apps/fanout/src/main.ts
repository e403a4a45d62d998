import { runService } from '@app/service';
import { startFanout } from './fanout.js';
import { fanoutSettings } from './settings.js';

await runService({ name: 'fanout', settings: fanoutSettings, start: startFanout });
