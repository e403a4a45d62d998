import { describe, expect, it } from '@jest/globals';
import { metadataRequest, parseMetadata } from './metadata.probe.js';

/** What a broker of Kafka 4.3.1 answered at port 21092. */
const answer = Buffer.from('0000002500000001000000010000000100093132372e302e302e3100005264ffff0000000100000000', 'hex');

describe('the metadata probe', () => {
  it('asks for no topic', () => {
    const request = metadataRequest();
    expect(request.readInt32BE(0)).toBe(request.length - 4);
    expect(request.subarray(4, 8).toString('hex')).toBe('00030001');
    expect(request.readInt32BE(request.length - 4)).toBe(0);
  });

  it('reads the brokers of a real answer', () => {
    expect(parseMetadata(answer)).toEqual([{ id: 1, host: '127.0.0.1', port: 21_092 }]);
  });

  it('waits for the rest of an answer', () => {
    for (let length = 0; length < answer.length; length++)
      expect(parseMetadata(answer.subarray(0, length))).toBeUndefined();
  });

  it('does not take anything else for an answer', () => {
    expect(parseMetadata(Buffer.from('HTTP/1.1 400 Bad Request'))).toBeUndefined();
    const other = Buffer.from(answer);
    other.writeInt32BE(99, 4);
    expect(() => parseMetadata(other)).toThrow('Not an answer');
    const lying = Buffer.from(answer);
    lying.writeInt32BE(1_000, 8);
    expect(() => parseMetadata(lying)).toThrow('out of range');
  });
});
