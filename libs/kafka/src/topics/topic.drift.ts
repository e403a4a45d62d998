import type { TopicDeclaration } from './topic.declaration.js';

/** A topic as the cluster has it. */
export interface TopicState {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** How a declared topic differs. `fatal`: the product cannot work with it. */
export type TopicDrift = { readonly topic: string; readonly fatal: boolean; readonly sentence: string } & (
  | { readonly what: 'missing' }
  | { readonly what: 'partitions'; readonly is: number; readonly shouldBe: number }
  | { readonly what: 'replication'; readonly is: number; readonly shouldBe: number }
  | { readonly what: 'setting'; readonly setting: string; readonly is: string | null; readonly shouldBe: string }
);

/** Order of a list setting does not matter. */
const normal = (value: string): string => value.split(',').toSorted().join(',');

/**
 * Compares what is declared with what is there; pure. A missing topic is fatal, and so is a delay topic without
 * LogAppendTime (its due times would be the producers') or with another partition count than its main topic has (its
 * partition would belong to another process).
 */
export function driftOf(declared: readonly TopicDeclaration[], present: readonly TopicState[]): TopicDrift[] {
  const states = new Map(present.map((state) => [state.name, state]));
  return declared.flatMap((topic): TopicDrift[] => {
    const state = states.get(topic.name);
    if (!state) {
      return [{ topic: topic.name, fatal: true, what: 'missing', sentence: `topic ${topic.name} does not exist` }];
    }
    const drifts: TopicDrift[] = [];
    const main = states.get(topic.name.split('.retry.')[0] ?? '');
    for (const what of ['partitions', 'replication'] as const) {
      const [is, shouldBe] = [state[what], topic[what]];
      if (is === shouldBe) continue;
      const fatal = what === 'partitions' && topic.delayMs !== null && main?.partitions !== is;
      const sentence = `topic ${topic.name} has ${what} ${is}, declared are ${shouldBe}`;
      drifts.push({ topic: topic.name, fatal, what, is, shouldBe, sentence });
    }
    for (const [setting, shouldBe] of Object.entries(topic.settings)) {
      const is = state.settings[setting] ?? null;
      if (is !== null && normal(is) === normal(shouldBe)) continue;
      const fatal = setting === 'message.timestamp.type' && topic.delayMs !== null;
      const sentence = `topic ${topic.name} has ${setting}=${is ?? '(unset)'}, declared is ${shouldBe}`;
      drifts.push({ topic: topic.name, fatal, what: 'setting', setting, is, shouldBe, sentence });
    }
    return drifts;
  });
}
