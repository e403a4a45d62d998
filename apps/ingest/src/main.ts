import { runService } from '@app/service';
import { startIngest } from './ingest.js';
import { ingestSettings } from './settings.js';

await runService({ name: 'ingest', settings: ingestSettings, start: startIngest });
