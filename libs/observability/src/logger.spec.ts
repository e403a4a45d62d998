import { describe, expect, it } from '@jest/globals';
import { capturingLogger } from '@app/observability/testing';
import { prettyLine } from './pretty-lines.js';

describe('the logger', () => {
  it('never writes a secret, however it got into the line', () => {
    const { log, lines } = capturingLogger();
    log.info({ token: 'planted', headers: { authorization: 'planted' }, req: { headers: { cookie: 'planted' } } }, 'x');
    log.child({ secret: 'planted' }).info('y');
    expect(JSON.stringify(lines)).not.toContain('planted');
  });

  it('writes level, service, error and cause by name', () => {
    const { log, lines } = capturingLogger();
    log.child({ topic: 'events' }).warn({ err: new Error('outer', { cause: new Error('inner') }) }, 'it failed');
    expect(lines[0]).toMatchObject({ level: 'warn', service: 'test', topic: 'events', msg: 'it failed' });
    expect(JSON.stringify(lines[0])).toContain('inner');
  });

  it('has a form for people', () => {
    const line = '{"level":"info","time":"2026-11-25T12:03:04.123Z","service":"ingest","port":4000,"msg":"ready"}';
    expect(prettyLine(line)).toBe('12:03:04.123 INFO ingest ready port=4000\n');
  });
});
