import { describe, expect, it } from '@jest/globals';
import { ROUTES } from './routes.js';

/** Calls with a body that change nothing. */
const PURE = ['/api/spaces/:space/destinations/preview'];
/** What everybody may do, whatever their role. */
const OWN = ['/api/session'];

describe('the table of routes', () => {
  it('names each call once', () => {
    const calls = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(calls).size).toBe(calls.length);
  });

  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))('%s is complete', (_, route) => {
    const named = [...route.path.matchAll(/:([a-z_]+)/g)].map(([, name]) => name);
    expect(new Set(Object.keys(route.params.shape))).toEqual(new Set(named));
    expect(route.reach === 'space').toBe(named.includes('space'));
    expect(route.action === undefined).toBe(route.method === 'GET' || PURE.includes(route.path));
    expect(route.answer === null).toBe(route.status === 204);
    if (route.method !== 'GET' && !OWN.includes(route.path)) expect(route.role).not.toBe('viewer');
  });
});
