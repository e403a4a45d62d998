import { describe, expect, it } from '@jest/globals';
import { address, flag, integer, list, network, parseDuration, port, url } from './texts.js';

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['2m', 120_000],
    ['6h', 21_600_000],
    ['14d', 1_209_600_000],
    ['0s', 0],
  ])('reads %s', (given, ms) => expect(parseDuration(given)).toBe(ms));

  it.each(['', '30', 's', '-1s', '1.5h', '1h30m', '30 s', '366d', '9999999999s'])('refuses %p', (given) =>
    expect(parseDuration(given)).toBeNull(),
  );
});

describe('texts', () => {
  it.each([
    [port, '0', 0],
    [port, ' 65535 ', 65_535],
    [flag, 'true', true],
    [list(integer(0, 9)), '1, 2,3', [1, 2, 3]],
    [list(integer(0, 9)), '', []],
    [address, '[::1]:9092', '[::1]:9092'],
    [network, '127.0.0.1', '127.0.0.1'],
    [network, '::1/128', '::1/128'],
    [url('https'), 'https://a.example/x/', 'https://a.example/x'],
  ])('%# reads %p', (schema, given, value) => expect(schema.parse(given)).toEqual(value));

  it.each([
    [port, '65536'],
    [port, '0x10'],
    [flag, 'yes'],
    [list(integer(0, 9)), '1,,2'],
    [address, 'host'],
    [network, '10.0.0.0/33'],
    [network, '10.0.0/8'],
    [network, 'localhost'],
    [url('https'), 'http://a.example'],
    [url('https'), 'nonsense'],
  ])('%# refuses %p', (schema, given) => expect(schema.safeParse(given).success).toBe(false));
});
