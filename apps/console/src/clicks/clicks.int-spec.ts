import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spaceId } from '@app/contracts';
import { aClick } from '@app/contracts/testing';
import { insertClicks } from '@app/persistence';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
beforeAll(async () => (stand = await consoleStand()));
afterAll(() => stand.stop());

const AT = 1_793_600_000_000;

describe('a click', () => {
  it('is shown with all that is known of it, whatever its uid is made of', async () => {
    const space = await stand.space();
    const uid = `${'u/?#%'.repeat(25)}end`;
    const fields = aClick({ uid, fbclid: 'f', clicked_at_ms: AT });
    await insertClicks(stand.database, [
      {
        spaceId: spaceId.parse(space),
        uid,
        linkId: null,
        tgId: '7',
        clickedAtMs: AT,
        acceptedAtMs: AT,
        fields: Buffer.from(JSON.stringify(fields)),
      },
    ]);
    const at = (inSpace: string) => stand.api.get(`/api/spaces/${inSpace}/clicks/${encodeURIComponent(uid)}`);
    expect(await at(space)).toMatchObject({
      status: 200,
      body: { ...fields, tg_id: '7', link_id: null, clicked_at: '2026-11-02T06:13:20.000Z' },
    });
    expect((await at(await stand.space())).status).toBe(404);
  });
});
