import { describe, expect, it } from '@jest/globals';
import { serverPortRange } from './port.choice.js';
import { socketsOnPort } from './port.owner.js';

describe('serverPortRange', () => {
  it('ends where outgoing connections begin', () => {
    expect(serverPortRange('32768\t60999\n')).toEqual([16_768, 32_768]);
    expect(serverPortRange('20000\t65535\n')).toEqual([15_000, 20_000]);
  });

  it('keeps below the usual range where the system does not say or leaves no room', () => {
    expect(serverPortRange('')).toEqual([15_000, 32_768]);
    expect(serverPortRange('1024\t65535\n')).toEqual([15_000, 32_768]);
  });
});

describe('socketsOnPort', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0
   1: 0100007F:1004 0100007F:0FA0 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 20 4 30 10 -1
`;

  it('finds the socket by its local port, not by the port it talks to', () => {
    expect(socketsOnPort(table, 4000)).toEqual(['111']);
    expect(socketsOnPort(table, 4100)).toEqual(['222']);
    expect(socketsOnPort(table, 15)).toEqual([]);
  });
});
