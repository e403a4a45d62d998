import type { Destination } from '@app/contracts';
import type { Room } from '@app/persistence';

/** A destination to which new tasks may go at all: neither switched off nor paused by a person. */
export const isOpen = (destination: Destination | undefined): boolean =>
  destination !== undefined && destination.enabled && !destination.paused;

/**
 * How many more tasks a destination may have in its main topic right now. None while it is held or paused: its new
 * deliveries wait in the outbox, where they burn nothing.
 */
export const roomLeft = (destination: Destination | undefined, room: Room | undefined): number =>
  !room || !isOpen(destination) || room.state !== 'active' ? 0 : Math.max(0, room.windowSize - room.inMain);
