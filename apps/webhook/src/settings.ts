import { deliverySettings } from '@app/delivery';
import { readSettings } from '@app/service';

/** Settings of webhook, read once from the environment. */
export const webhookSettings = () => readSettings(deliverySettings, process.env);
