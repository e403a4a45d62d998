/** How an event came in: as one, in a batch, or by a URL. */
export const EVENT_DOORS = ['http', 'batch', 'get'] as const;
export type EventDoor = (typeof EVENT_DOORS)[number];

/** Every way in that may refuse what a known caller sends. */
export type Door = EventDoor | 'clicks' | 'bind';
