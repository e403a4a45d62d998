import type { FormField } from '../form.js';
import { METHODS } from './config.js';

/** The form of a webhook. */
export const webhookFields: readonly FormField[] = [
  {
    name: 'url',
    label: 'URL',
    help: 'Where events are posted. Must be reachable from the internet; redirects are not followed.',
    type: 'url',
    required: true,
    secret: false,
    default: null,
  },
  {
    name: 'method',
    label: 'Method',
    help: 'POST unless the receiver wants another.',
    type: 'choice',
    choices: METHODS,
    required: true,
    secret: false,
    default: 'POST',
  },
  {
    name: 'headers',
    label: 'Own headers',
    help: 'Sent with every event, such as an authorization. Headers of the signature and the connection cannot be set.',
    type: 'pairs',
    required: false,
    secret: true,
    default: {},
  },
  {
    name: 'signing_secret',
    label: 'Signing secret',
    help: 'whsec_ and base64. Left empty, one is made and shown once. Receivers verify it with any Standard Webhooks library.',
    type: 'text',
    required: false,
    secret: true,
    default: null,
  },
];
