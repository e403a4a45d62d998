import { describe, expect, it } from '@jest/globals';
import { javaRelease } from './java.check.js';
import { jarsFolderName } from './jars.fetch.js';

describe('javaRelease', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['openjdk version "25-ea" 2025-09-16', 25],
    ['java version "1.8.0_412"', 8],
    ['command not found', undefined],
  ])('%s', (printed, release) => {
    expect(javaRelease(printed)).toBe(release);
  });
});

describe('jarsFolderName', () => {
  it('changes with the POM, so versions never mix', () => {
    expect(jarsFolderName('<a/>')).toMatch(/^kafka-libs-[0-9a-f]{16}$/);
    expect(jarsFolderName('<a/>')).not.toBe(jarsFolderName('<b/>'));
  });
});
