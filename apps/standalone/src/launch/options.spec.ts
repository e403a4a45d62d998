import { describe, expect, it } from '@jest/globals';
import { parseLaunch } from './options.js';

describe('the arguments of npm start', () => {
  it('default to the demo on 4000', () => {
    expect(parseLaunch([])).toEqual({ demo: true, reset: false, portBase: 4000, dataDir: null, help: false });
  });

  it('are read', () => {
    expect(parseLaunch(['--no-demo', '--reset', '--port-base', '5000', '--data-dir', 'x'])).toEqual({
      demo: false,
      reset: true,
      portBase: 5000,
      dataDir: 'x',
      help: false,
    });
  });

  it.each([['--port-base=80'], ['--port-base=70000'], ['--port-base=x']])('refuse %s', (argument) => {
    expect(parseLaunch([argument])).toMatch(/--port-base must be a number from 1024 to 65435/);
  });

  it('refuse what they do not know by name', () => {
    expect(parseLaunch(['--prot-base', '1'])).toMatch(/--prot-base/);
    expect(parseLaunch(['stop'])).toMatch(/stop/);
  });
});
