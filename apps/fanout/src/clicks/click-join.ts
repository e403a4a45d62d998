import type { EventId } from '@app/contracts';
import { readBoundClicks, readClicks, type Queryable, type StoredClick } from '@app/persistence';
import type { IntakeEvent } from '../intake/parse-record.js';
import type { ClickWait } from './click-wait.js';
import type { ClickMetrics } from './clicks.metrics.js';
import { joinedClick, type JoinedClick } from './joined-click.js';

/** Clicks by the event they belong to. */
export type ClicksOfEvents = ReadonlyMap<EventId, JoinedClick>;

/** Whether an event says whose it is, by a click or by the Telegram user one is bound to. */
export const namesClick = ({ row }: IntakeEvent): boolean => row.uid !== null || row.tgId !== null;

export interface ClickJoinOptions {
  readonly database: Queryable;
  readonly wait: Pick<ClickWait, 'until'>;
  readonly metrics: Pick<ClickMetrics, 'gaveUp'>;
}

/** Finds the clicks of events: by uid, or by the Telegram user where an event gives no uid. */
export class ClickJoin {
  constructor(private readonly options: ClickJoinOptions) {}

  /**
   * The clicks of these events. Before any is taken for unknown, every click from before the event is stored, or does not
   * come. Rejects while the database is away, and with the signal's reason once that is aborted.
   */
  async of(events: readonly IntakeEvent[], signal: AbortSignal): Promise<ClicksOfEvents> {
    const asking = events.filter(namesClick);
    if (asking.length === 0) return new Map();
    const found = await this.#find(asking);
    const missing = asking.filter(({ row }) => !found.has(row.inboxId));
    if (missing.length === 0) return found;
    const { wait, metrics } = this.options;
    const newestMs = missing.reduce((newest, { row }) => Math.max(newest, row.acceptedAtMs), 0);
    if (!(await wait.until(newestMs, signal))) metrics.gaveUp.inc();
    return new Map([...found, ...(await this.#find(missing))]);
  }

  async #find(events: readonly IntakeEvent[]): Promise<Map<EventId, JoinedClick>> {
    const { database } = this.options;
    const rows = events.map(({ row }) => row);
    const [byUid, byUser] = await Promise.all([
      readClicks(
        database,
        rows.flatMap(({ spaceId, uid }) => (uid === null ? [] : [{ spaceId, uid }])),
      ),
      readBoundClicks(
        database,
        rows.flatMap(({ spaceId, uid, tgId }) => (uid === null && tgId !== null ? [{ spaceId, tgId }] : [])),
      ),
    ]);
    const ofUid = new Map(byUid.map((click) => [`${click.spaceId} ${click.uid}`, click]));
    const ofUser = new Map(byUser.map((click) => [`${click.spaceId} ${click.tgId}`, click]));
    return new Map(
      rows.flatMap(({ inboxId, spaceId, uid, tgId }): [EventId, JoinedClick][] => {
        const click: StoredClick | undefined =
          uid === null ? ofUser.get(`${spaceId} ${tgId}`) : ofUid.get(`${spaceId} ${uid}`);
        return click ? [[inboxId, joinedClick(click)]] : [];
      }),
    );
  }
}
