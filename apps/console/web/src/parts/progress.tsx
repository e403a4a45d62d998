import { counted, span } from './format.js';

interface ProgressProps {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly ratePerS: number;
  readonly leftS: number;
  readonly running: boolean;
}

/** How far long work has come: done of total, rate, time left. */
export const Progress = ({ label, done, total, ratePerS, leftS, running }: ProgressProps) => (
  <div className="progress">
    <progress aria-label={label} value={done} max={Math.max(total, 1)} />
    <span className="meta num">
      {counted(done)} of {counted(total)}
      {running ? ` · ${counted(ratePerS)} a second · ${span(leftS * 1000)} left` : ''}
    </span>
  </div>
);
