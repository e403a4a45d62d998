import {
  databaseSettings,
  egressSettings,
  kafkaSettings,
  processSettings,
  retrySettings,
  secretSettings,
  type SettingsOf,
} from '@app/service';

/** What every app that delivers a kind is told; the app itself reads it from the environment. */
export const deliverySettings = {
  process: processSettings,
  kafka: kafkaSettings,
  database: databaseSettings,
  egress: egressSettings,
  retry: retrySettings,
  secrets: secretSettings,
};

export type DeliverySettings = SettingsOf<typeof deliverySettings>;
