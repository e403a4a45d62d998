import { deliverySettings } from '@app/delivery';
import { graphSettings, readSettings } from '@app/service';

/** Settings of fb-capi, read once from the environment. */
export const fbCapiSettings = () => readSettings({ ...deliverySettings, graph: graphSettings }, process.env);
