import type { FormField } from '../form.js';
import { METHODS } from './config.js';
import { MACRO_NAMES } from './macro.js';

const MACROS = [...MACRO_NAMES, 'q.NAME', 'secret.NAME'].map((name) => `{${name}}`).join(' ');

/** The form of a postback. */
export const s2sPostbackFields: readonly FormField[] = [
  {
    name: 'url_template',
    label: 'URL',
    help: `What is called. Filled in, URL-encoded, in path and query: ${MACROS}. {q.NAME} is a parameter the click came with, such as the tracker's own click id; {event_id} lets the receiver recognise a retry.`,
    type: 'url',
    required: true,
    secret: false,
    default: null,
  },
  {
    name: 'method',
    label: 'Method',
    help: 'GET unless the receiver wants POST; the body is empty.',
    type: 'choice',
    choices: METHODS,
    required: true,
    secret: false,
    default: 'GET',
  },
  {
    name: 'expected_status',
    label: 'Expected status',
    help: 'What the receiver answers when it has taken the postback: 200, several such as 200, 202, or 2xx.',
    type: 'statuses',
    required: true,
    secret: false,
    default: 200,
  },
  {
    name: 'body_must_contain',
    label: 'Answer must contain',
    help: 'For receivers that tell a refusal in the body only: without this text in its first 16 KiB it is one.',
    type: 'text',
    required: false,
    secret: false,
    default: null,
  },
  {
    name: 'body_must_not_contain',
    label: 'Answer must not contain',
    help: 'With this text in its first 16 KiB the answer is a refusal.',
    type: 'text',
    required: false,
    secret: false,
    default: null,
  },
  {
    name: 'secrets',
    label: 'Secrets',
    help: 'Keys and tokens the URL needs: {secret.NAME} stands for them, and nobody sees them again.',
    type: 'pairs',
    required: false,
    secret: true,
    default: {},
  },
];
