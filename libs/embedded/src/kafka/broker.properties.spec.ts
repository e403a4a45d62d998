import { describe, expect, it } from '@jest/globals';
import { brokerProperties } from './broker.properties.js';

const lines = (text: string): Map<string, string> =>
  new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

describe('brokerProperties', () => {
  const three = {
    ports: [1001, 1002, 1003],
    controllerPorts: [2001, 2002, 2003],
    logDir: '/d/node-2/data',
    settings: {},
  };

  it('gives each broker its own ports and all the same voters', () => {
    const settings = lines(brokerProperties({ id: 2, ...three }));
    expect(settings.get('listeners')).toBe('PLAINTEXT://127.0.0.1:1002,CONTROLLER://127.0.0.1:2002');
    expect(settings.get('advertised.listeners')).toBe('PLAINTEXT://127.0.0.1:1002');
    expect(settings.get('controller.quorum.voters')).toBe('1@127.0.0.1:2001,2@127.0.0.1:2002,3@127.0.0.1:2003');
  });

  it('copies everything three times where there are three, and asks for two in sync', () => {
    const settings = lines(brokerProperties({ id: 1, ...three }));
    expect(settings.get('offsets.topic.replication.factor')).toBe('3');
    expect(settings.get('min.insync.replicas')).toBe('2');
    const lone = lines(brokerProperties({ id: 1, ...three, ports: [1001], controllerPorts: [2001] }));
    expect(lone.get('offsets.topic.replication.factor')).toBe('1');
    expect(lone.get('min.insync.replicas')).toBe('1');
  });

  it('lets the caller have the last word', () => {
    const settings = lines(
      brokerProperties({ id: 1, ...three, settings: { 'num.io.threads': 8, 'log.retention.ms': -1 } }),
    );
    expect(settings.get('num.io.threads')).toBe('8');
    expect(settings.get('log.retention.ms')).toBe('-1');
  });
});
