import fc from 'fast-check';
import { type Outcome } from '../src/index.js';
import { anOutcome } from './records.js';

const VERDICTS = ['retry', 'keep', 'dead', 'refused', 'sent'] as const;

interface Step {
  readonly verdict: (typeof VERDICTS)[number];
  /** What a second process made of the same task, if two had it. */
  readonly twin: 'retry' | 'dead' | 'sent' | null;
}

const step: fc.Arbitrary<Step> = fc.record({
  verdict: fc.constantFrom(...VERDICTS),
  twin: fc.constantFrom(null, null, 'retry' as const, 'dead' as const, 'sent' as const),
});

function outcomeOf(verdict: Step['verdict'], dispatch: number, attempt: number, serial: number): Outcome {
  const executed = verdict !== 'refused' && verdict !== 'keep';
  const isOpen = verdict === 'retry' || verdict === 'keep';
  return anOutcome({
    outcome_id: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    dispatch,
    attempt,
    verdict: verdict === 'refused' ? 'dead' : verdict,
    executed,
    reason: verdict === 'sent' ? null : 'http_status',
    detail: `execution ${serial}`,
    http_status: executed ? 200 + serial : null,
    started_at_ms: 1_793_600_000_000 + serial * 1000,
    next_attempt_at_ms: isOpen ? 1_793_600_500_000 + serial : null,
    tier: verdict === 'retry' ? { topic: `deliveries.webhook.retry.${serial}s`, partition: 0 } : null,
  });
}

/**
 * All outcomes of one delivery in the order they were made: retries, keeps that begin another dispatch, an end or none.
 * Now and then two processes execute the same task and come to different verdicts; a task that one of them keeps is
 * executed by nobody else.
 */
export const outcomeHistories: fc.Arbitrary<Outcome[]> = fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => {
  const history: Outcome[] = [];
  let [dispatch, attempt] = [1, 1];
  for (const { verdict, twin } of steps) {
    const hasTwin = twin !== null && verdict !== 'keep' && verdict !== twin;
    history.push(outcomeOf(verdict, dispatch, attempt, history.length + 1));
    if (hasTwin) history.push(outcomeOf(twin, dispatch, attempt, history.length + 1));
    const goesOn = verdict === 'retry' || verdict === 'keep' || (hasTwin && twin === 'retry');
    if (!goesOn) break;
    if (verdict === 'keep') dispatch += 1;
    else attempt += 1;
  }
  return history;
});

/** The same outcomes in any order, each at least once and up to three times. */
export const disordered = (history: readonly Outcome[]): fc.Arbitrary<Outcome[]> =>
  fc
    .array(fc.integer({ min: 1, max: 3 }), { minLength: history.length, maxLength: history.length })
    .map((times) => history.flatMap((outcome, index) => Array.from({ length: times[index] ?? 1 }, () => outcome)))
    .chain((repeated) => fc.shuffledSubarray(repeated, { minLength: repeated.length }));
