import { deliverySettings } from '@app/delivery';
import { readSettings } from '@app/service';

/** Settings of s2s-postback, read once from the environment. */
export const s2sPostbackSettings = () => readSettings(deliverySettings, process.env);
