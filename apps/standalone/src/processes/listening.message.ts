import type { Endpoint } from '@app/service';
import { z } from 'zod';

const listeningMessage = z.object({
  listening: z.object({ endpoint: z.enum(['http', 'management']), url: z.string() }),
});

/** Where a service says it listens, from what it sent to its launcher; undefined for any other message. */
export const listeningOf = (message: unknown): { readonly endpoint: Endpoint; readonly url: string } | undefined =>
  listeningMessage.safeParse(message).data?.listening;
