import type { State, Status as DeliveryStatus } from '../api/shapes.js';
import { STATE_WORDS, STATUS_WORDS } from './format.js';
import { Icon, type IconName } from './icons.js';

type Tone = 'sent' | 'waiting' | 'retrying' | 'failed' | 'held' | 'none';

const ICONS: Readonly<Record<Tone, IconName>> = {
  sent: 'sent',
  waiting: 'waiting',
  retrying: 'retrying',
  failed: 'close',
  held: 'pause',
  none: 'none',
};

const OF_STATUS: Readonly<Record<DeliveryStatus, Tone>> = {
  pending: 'waiting',
  failed: 'retrying',
  sent: 'sent',
  failed_permanently: 'failed',
  discarded: 'none',
};

const OF_STATE: Readonly<Record<State, Tone>> = { active: 'sent', held: 'held', paused: 'held', off: 'none' };

/** A tone with its shape and its word: nothing is told by colour alone. */
export const Tag = ({ tone, children }: { readonly tone: Tone; readonly children: string }) => (
  <span className={`status ${tone}`}>
    <Icon name={ICONS[tone]} />
    {children}
  </span>
);

/** Where a delivery stands. `held`: it waits because its destination does. */
export const Status = ({ status, held = false }: { readonly status: DeliveryStatus; readonly held?: boolean }) =>
  held ? <Tag tone="held">On hold</Tag> : <Tag tone={OF_STATUS[status]}>{STATUS_WORDS[status]}</Tag>;

/** Where a destination stands. */
export const StateTag = ({ state }: { readonly state: State }) => (
  <Tag tone={OF_STATE[state]}>{STATE_WORDS[state]}</Tag>
);
