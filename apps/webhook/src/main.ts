import { runDeliveryApp } from '@app/delivery';
import { webhook } from '@app/kinds';
import { runService } from '@app/service';
import { webhookSettings } from './settings.js';

await runService({ name: 'webhook', settings: webhookSettings, start: (context) => runDeliveryApp(webhook, context) });
