/** The same sentence of the same service is shown once in this time: a loop must not drown what else happens. */
const ONCE_IN_MS = 10_000;

/** Shows troubles of services as they come, each once in a while. */
export const troubleReport = (
  print: (line: string) => void,
  now: () => number = () => performance.now(),
): ((who: string, text: string) => void) => {
  const shownAt = new Map<string, number>();
  return (who, text) => {
    const line = `${who}: ${text}`;
    const last = shownAt.get(line);
    if (last !== undefined && now() - last < ONCE_IN_MS) return;
    if (shownAt.size > 1000) shownAt.clear();
    shownAt.set(line, now());
    print(line);
  };
};
