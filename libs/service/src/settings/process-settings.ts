import { LOG_LEVELS } from '@app/observability';
import { setting } from './setting.js';
import { list, network, oneOf, port, text } from './texts.js';

/** Every process has these, under the key `process`. */
export const processSettings = {
  bind: setting({
    variable: 'BIND',
    fallback: '127.0.0.1',
    schema: text,
    description: 'Address every port of a process listens on; 0.0.0.0 in containers.',
  }),
  managementPort: setting({
    variable: 'MANAGEMENT_PORT',
    fallback: '0',
    schema: port,
    description: 'Port of /livez, /readyz and /metrics; 0 takes a free one and says which.',
  }),
  logLevel: setting({
    variable: 'LOG_LEVEL',
    fallback: 'info',
    schema: oneOf(LOG_LEVELS),
    description: `Least level that is logged: ${LOG_LEVELS.join(', ')}.`,
  }),
};

/** For processes that answer HTTP to the outside. */
export const httpSettings = {
  port: setting({
    variable: 'PORT',
    fallback: '0',
    schema: port,
    description: 'Port of the HTTP interface; 0 takes a free one and says which.',
  }),
  trustedProxies: setting({
    variable: 'TRUSTED_PROXIES',
    fallback: '',
    schema: list(network),
    description: 'Addresses or CIDRs whose X-Forwarded-For is believed, comma-separated.',
  }),
};
