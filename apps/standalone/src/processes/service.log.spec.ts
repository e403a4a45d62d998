import { describe, expect, it } from '@jest/globals';
import { restartDelayMs } from './supervised.process.js';
import { troubleOf } from './service.log.js';

describe('what of a log a person sees', () => {
  it.each([
    ['stdout', '{"level":"info","msg":"starting"}', null],
    ['stdout', '{"level":"warn","msg":"slow"}', null],
    ['stdout', '{"level":"error","msg":"could not","err":{"message":"because"}}', 'could not: because'],
    ['stdout', '{"level":"fatal","msg":"cannot go on"}', 'cannot go on'],
    ['stdout', 'plain text', null],
    ['stdout', '{"a":1}', null],
    ['stderr', 'TypeError: x is not a function', 'TypeError: x is not a function'],
    ['stderr', '', null],
    ['stderr', '(node:12) ExperimentalWarning: something', null],
    ['stderr', '(Use `node --trace-warnings ...` to show where the warning was created)', null],
  ] as const)('%s %s', (stream, line, seen) => expect(troubleOf(line, stream)).toBe(seen));
});

describe('the pause before a restart', () => {
  it('is none after a life of some length, and below a second always', () => {
    expect(restartDelayMs(60_000)).toBe(0);
    expect(restartDelayMs(10)).toBeGreaterThan(0);
    expect(restartDelayMs(10)).toBeLessThan(1000);
  });
});
