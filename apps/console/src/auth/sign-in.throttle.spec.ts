import { describe, expect, it } from '@jest/globals';
import { SignInThrottle } from './sign-in.throttle.js';

describe('the throttle of signing in', () => {
  const me = { email: 'a@b.c', address: '10.0.0.1' };
  const made = () => {
    const clock = { now: 1_000_000 };
    const throttle = new SignInThrottle(() => clock.now);
    return {
      clock,
      throttle,
      fail: (attempt: typeof me, times: number) => Array.from({ length: times }, () => throttle.began(attempt)),
    };
  };

  it('lets people mistype, then doubles the wait up to 15 minutes', () => {
    const { throttle, fail } = made();
    fail(me, 4);
    expect(throttle.waitMs(me)).toBe(0);
    fail(me, 1);
    expect(throttle.waitMs(me)).toBe(1_000);
    fail(me, 1);
    expect(throttle.waitMs(me)).toBe(2_000);
    fail(me, 30);
    expect(throttle.waitMs(me)).toBe(900_000);
  });

  it('locks nobody out from elsewhere', () => {
    const { throttle, fail } = made();
    fail(me, 50);
    expect(throttle.waitMs({ ...me, address: '10.0.0.2' })).toBe(0);
  });

  it('slows an address that tries many people', () => {
    const { throttle, fail } = made();
    for (let person = 0; person < 20; person += 1) fail({ ...me, email: `${person}@b.c` }, 1);
    expect(throttle.waitMs({ ...me, email: 'new@b.c' })).toBe(1_000);
  });

  it('forgets when the wait is over, and on success', () => {
    const { clock, throttle, fail } = made();
    fail(me, 6);
    clock.now += 2_000;
    expect(throttle.waitMs(me)).toBe(0);
    throttle.succeeded(me);
    fail(me, 4);
    expect(throttle.waitMs(me)).toBe(0);
  });
});
