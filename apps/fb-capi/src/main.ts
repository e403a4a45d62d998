import { runDeliveryApp } from '@app/delivery';
import { fbCapi } from '@app/kinds';
import { runService } from '@app/service';
import { fbCapiSettings } from './settings.js';

await runService({
  name: 'fb-capi',
  settings: fbCapiSettings,
  start: (context) => runDeliveryApp(fbCapi(context.settings.graph.url), context),
});
