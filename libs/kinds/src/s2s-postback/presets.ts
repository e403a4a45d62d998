import type { FormField, Preset } from '../form.js';

const ask = (name: string, label: string, help: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label,
  help,
  type: 'text',
  required: true,
  secret: false,
  default: null,
  ...more,
});

const host = (help: string): FormField => ask('host', 'Host', help);

const clickParameter = (usual: string): FormField =>
  ask(
    'click_parameter',
    'Parameter of the click id',
    'The query parameter of your link in which the tracker sends its own click id; it goes back to it.',
    { default: usual },
  );

const key = (name: string, label: string, help: string): FormField => ask(name, label, help, { secret: true });

/**
 * Well-known trackers and networks, by their public documentation: what their postback takes, and what only the owner of
 * the account knows.
 */
export const s2sPostbackPresets: readonly Preset[] = [
  {
    id: 'keitaro',
    name: 'Keitaro',
    help: 'Conversions arrive as lead and sale.',
    config: {
      url_template:
        'https://[[host]]/{secret.key}/postback?subid={q.[[click_parameter]]}&status={event}&payout={value}&currency={currency}&tid={event_id}',
      method: 'GET',
      expected_status: 200,
      secrets: { key: '[[key]]' },
    },
    event_map: { registration: 'lead', deposit: 'sale' },
    asks: [
      host('Domain of the tracker, without https://.'),
      key('key', 'Postback key', 'The part of its postback URL before /postback.'),
      clickParameter('subid'),
    ],
  },
  {
    id: 'voluum',
    name: 'Voluum',
    help: 'The names of the event map are the event types of the tracker.',
    config: {
      url_template:
        'https://[[host]]/postback?cid={q.[[click_parameter]]}&payout={value}&currency={currency}&txid={event_id}&et={event}',
      method: 'GET',
      expected_status: 200,
    },
    event_map: { registration: 'registration', deposit: 'deposit' },
    asks: [host('Tracking domain of the account, without https://.'), clickParameter('cid')],
  },
  {
    id: 'redtrack',
    name: 'RedTrack',
    help: 'The names of the event map are the conversion types. Where duplicates are ignored by event id, add &rdtk_event_id={event_id}.',
    config: {
      url_template: 'https://[[host]]/postback?clickid={q.[[click_parameter]]}&sum={value}&type={event}',
      method: 'GET',
      expected_status: 200,
    },
    event_map: { registration: 'registration', deposit: 'deposit' },
    asks: [host('Tracking domain of the account, without https://.'), clickParameter('clickid')],
  },
  {
    id: 'binom',
    name: 'Binom',
    help: 'Take the path from the postback URL the tracker shows if it is not click.php.',
    config: {
      url_template:
        'https://[[host]]/click.php?cnv_id={q.[[click_parameter]]}&payout={value}&cnv_currency={currency}&cnv_status={event}',
      method: 'GET',
      expected_status: 200,
    },
    event_map: { registration: 'registration', deposit: 'deposit' },
    asks: [host('Domain of the tracker, with its folder if it has one.'), clickParameter('clickid')],
  },
  {
    id: 'everflow',
    name: 'Everflow',
    help: 'Sends deposits as an event of the offer. For the base conversion take event_id out of the URL.',
    config: {
      url_template:
        'https://[[host]]/?nid=[[nid]]&transaction_id={q.[[click_parameter]]}&amount={value}&event_id={event}',
      method: 'GET',
      expected_status: 200,
    },
    event_map: { deposit: '[[deposit_event]]' },
    asks: [
      host('Domain of the postback URL the network gave you.'),
      ask('nid', 'Network id', 'nid in that URL.'),
      ask('deposit_event', 'Event of a deposit', 'event_id of the deposit in Everflow.'),
      clickParameter('transaction_id'),
    ],
  },
  {
    id: 'tune',
    name: 'TUNE',
    help: 'Answers 200 even to what it refuses; the body tells.',
    config: {
      url_template:
        'https://[[host]]/aff_lsr?transaction_id={q.[[click_parameter]]}&amount={value}&security_token={secret.token}',
      method: 'GET',
      expected_status: 200,
      body_must_contain: 'success=true',
      secrets: { token: '[[token]]' },
    },
    event_map: { deposit: 'deposit' },
    asks: [
      host('Tracking domain of the network, without https://.'),
      key('token', 'Security token', 'The token of the advertiser.'),
      clickParameter('transaction_id'),
    ],
  },
];
