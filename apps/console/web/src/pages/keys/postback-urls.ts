/** How long the present key goes on working after a rotation. */
export const PREVIOUS_WORKS = { seconds: 86_400, words: '24 hours' } as const;

/** Parameters of `/e` in the macros of common networks. */
const NETWORKS = [
  ['Any network', 'event=deposit&uid={click_id}&value={payout}&currency={currency}&eid={transaction_id}'],
  ['Keitaro', 'event={status}&uid={subid}&value={revenue}&currency={currency}&eid={tid}'],
  ['Voluum', 'event={et}&uid={cid}&value={payout}&currency={currency}&eid={txid}'],
  ['Everflow', 'event={event_name}&uid={sub1}&value={payout_amount}&currency={currency}&eid={transaction_id}'],
] as const;

/** Finished postback URLs, to be put into a network. */
export const postbackUrls = (ingestUrl: string, token: string): readonly { network: string; url: string }[] =>
  NETWORKS.map(([network, query]) => ({ network, url: `${ingestUrl}/e?token=${token}&${query}` }));
