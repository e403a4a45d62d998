import { httpSettings, processSettings, readSettings } from '@app/service';

/** Settings of the receiver: where it listens. */
export const receiverSettings = () =>
  readSettings({ process: processSettings, http: { port: httpSettings.port } }, process.env);

export type ReceiverSettings = ReturnType<typeof receiverSettings>['values'];
