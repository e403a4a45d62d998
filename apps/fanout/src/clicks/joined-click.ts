import { clickContext, type ClickContext } from '@app/contracts';
import { clickContextOf, type StoredClick } from '@app/persistence';

/** The click of an event. `bytes` are what is kept with the event, `context` what its deliveries carry: they are read from them. */
export interface JoinedClick {
  readonly context: ClickContext;
  readonly bytes: Buffer;
}

/** A click as it was kept with an event: every task of that event carries just this, however often it is made. */
export const keptClick = (bytes: Buffer): JoinedClick => ({
  bytes,
  context: clickContext.parse(JSON.parse(bytes.toString('utf8'))),
});

/** A click as it is joined to an event now, with the Telegram user it is bound to by now. */
export const joinedClick = (click: StoredClick): JoinedClick =>
  keptClick(Buffer.from(JSON.stringify(clickContextOf(click))));
