import { readFile } from 'node:fs/promises';

/** The last lines with text of these files together, indented for a message; empty if there are none. */
export const tailOf = async (paths: readonly string[], lines = 12): Promise<string> => {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts
    .flatMap((text) =>
      text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(-lines),
    )
    .map((line) => `\n  ${line.slice(0, 300)}`)
    .join('');
};
