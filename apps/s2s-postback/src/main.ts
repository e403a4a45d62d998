import { runDeliveryApp } from '@app/delivery';
import { s2sPostback } from '@app/kinds';
import { runService } from '@app/service';
import { s2sPostbackSettings } from './settings.js';

await runService({
  name: 's2s-postback',
  settings: s2sPostbackSettings,
  start: (context) => runDeliveryApp(s2sPostback, context),
});
