import { describe, expect, it } from '@jest/globals';
import { createHealth } from './health.js';

describe('health', () => {
  it('is live and ready when nobody objects', () => {
    const health = createHealth();
    expect(health.liveness()).toEqual({ ok: true, checks: [] });
    expect(health.readiness().ok).toBe(true);
  });

  it('keeps readiness out of liveness', () => {
    const health = createHealth();
    health.ready('configuration', () => 'not loaded yet');
    expect(health.readiness()).toEqual({
      ok: false,
      checks: [{ name: 'configuration', problem: 'not loaded yet' }],
    });
    expect(health.liveness().ok).toBe(true);
  });

  it('notices a loop that stopped, and that it goes on', () => {
    let now = 0;
    const health = createHealth(() => now);
    const beat = health.heartbeat('loop', 10_000);
    now = 10_000;
    expect(health.liveness().ok).toBe(true);
    now = 12_000;
    expect(health.liveness().checks).toEqual([{ name: 'loop', problem: 'no progress for 12 s' }]);
    beat();
    expect(health.liveness().ok).toBe(true);
  });

  it('refuses two checks of one name', () => {
    const health = createHealth();
    health.live('loop', () => null);
    expect(() => health.live('loop', () => null)).toThrow('loop');
  });
});
