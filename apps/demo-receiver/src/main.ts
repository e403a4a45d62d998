import { runService } from '@app/service';
import { startReceiver } from './receiver.js';
import { receiverSettings } from './settings.js';

await runService({ name: 'demo-receiver', settings: receiverSettings, start: startReceiver });
