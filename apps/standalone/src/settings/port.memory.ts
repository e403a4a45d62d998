import { freePorts, isPortFree } from '@app/embedded';
import { z } from 'zod';
import { readPrivate, writePrivate } from './private.file.js';

const port = z.number().int().min(1).max(65_535);
const stackPorts = z.object({ kafka: port, postgres: port, ingest: port, console: port, receiver: port });
/** A port for everything people or destinations are told the address of. */
export type StackPorts = z.infer<typeof stackPorts>;

const someOfThem = stackPorts.partial();

/**
 * The fixed ports where given; else free ones, the same as last time where they still are free, so that what people and
 * destinations were told stays true over a restart.
 */
export const choosePorts = async (path: string, fixed: Partial<StackPorts>): Promise<StackPorts> => {
  const names = stackPorts.keyof().options;
  const [before, fresh] = await Promise.all([readPrivate(path, someOfThem), freePorts(names.length)]);
  const choice = names.map(async (name, index) => {
    const last = before?.[name];
    return [name, fixed[name] ?? (last !== undefined && (await isPortFree(last)) ? last : fresh[index])] as const;
  });
  const chosen = stackPorts.parse(Object.fromEntries(await Promise.all(choice)));
  await writePrivate(path, chosen);
  return chosen;
};
