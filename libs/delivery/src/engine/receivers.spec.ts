import { fbCapi, s2sPostback } from '@app/kinds';
import { describe, expect, it } from '@jest/globals';
import { response, startEngine } from '../../testing/index.js';
import { until } from '../until.js';

const TOKEN = 'EAAB0123456789abcdefg';

describe('what an attempt tells', () => {
  it('never has a secret the receiver repeats', async () => {
    const rig = await startEngine(s2sPostback);
    const url_template = 'https://t.example/p?key={secret.key}&id={event_id}';
    const destination = rig.destination({ config: { url_template, secrets: { key: 'k3y/planted' } } });
    rig.answer = ({ url }) => response(301, { location: `${url}&again` });
    const task = rig.put(rig.task(destination));
    await until(() => rig.outcomes(task).length === 1);
    expect(rig.sent[0]?.url).toContain('k3y%2Fplanted');
    expect(JSON.stringify(rig.outcomes(task))).not.toMatch(/k3y|planted/);
    expect(rig.outcomes(task)[0]).toMatchObject({
      verdict: 'dead',
      reason: 'redirect',
      detail: expect.stringContaining('••••'),
    });
  });

  it('has what Graph says, without the token', async () => {
    const rig = await startEngine(fbCapi('https://graph.test'));
    const destination = rig.destination({ config: { pixel_id: '1234567890', access_token: TOKEN } });
    const error = { code: 190, message: `Malformed access token ${TOKEN}`, fbtrace_id: 'T' };
    rig.answer = () => response(401, {}, JSON.stringify({ error }));
    const task = rig.put(rig.task(destination));
    await until(() => rig.outcomes(task).length === 1);
    expect(rig.outcomes(task)[0]).toMatchObject({
      verdict: 'keep',
      reason: 'credentials',
      detail: expect.stringContaining('Graph 190: Malformed access token ••••; fbtrace_id T'),
      destination: { state: 'paused', reason: 'credentials' },
    });
    expect(JSON.stringify(rig.outcomes(task))).not.toContain(TOKEN);
  });
});

describe('a revoked token', () => {
  const revoked = () => response(401, {}, JSON.stringify({ error: { code: 190, error_subcode: 460 } }));
  const taken = () => response(200, {}, JSON.stringify({ events_received: 1, messages: [], fbtrace_id: 'T' }));

  it('makes events wait; a new one delivers, and a late refusal of the old does not pause again', async () => {
    const rig = await startEngine(fbCapi('https://graph.test'));
    const destination = rig.destination({ config: { pixel_id: '1234567890', access_token: TOKEN } });
    let refuseLate: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (refuseLate = resolve));
    rig.answer = (_request, attempt) => (attempt === 1 ? late.then(revoked) : revoked());
    const slow = rig.put(rig.task(destination));
    await until(() => rig.sent.length === 1);
    const refused = rig.put(rig.task(destination));
    const waiting = rig.put(rig.task(destination));
    await until(() => rig.outcomes(refused).length + rig.outcomes(waiting).length === 2);
    expect(rig.outcomes().map(({ verdict }) => verdict)).toEqual(['keep', 'keep']);

    const config = { pixel_id: '1234567890', access_token: `${TOKEN}new` };
    rig.revision = 2;
    rig.destinations.set(destination.id, { ...destination, config, revision: 2, resumed_revision: 2 });
    rig.answer = taken;
    const again = rig.put(rig.task(destination, { revision: 2 }));
    refuseLate();
    await until(() => rig.outcomes(slow).length + rig.outcomes(again).length === 2);
    expect(rig.outcomes(slow)[0]).toMatchObject({ verdict: 'keep', reason: 'credentials' });
    expect(rig.outcomes(again)[0]).toMatchObject({ verdict: 'sent', destination: { state: 'active' } });
    const last = rig.put(rig.task(destination, { revision: 2 }));
    await until(() => rig.outcomes(last).length === 1);
    expect(rig.outcomes(last)[0]).toMatchObject({ verdict: 'sent' });
  });
});
