import type { Destination } from '../../api/shapes.js';
import { useAct } from '../../api/use-api.js';
import { useToast } from '../../parts/toast.js';

interface PauseProps {
  readonly space: string;
  readonly destination: Destination;
}

/** Pauses a destination, or lets it go on; both keep every delivery. */
export function PauseButton({ space, destination }: PauseProps) {
  const toast = useToast();
  const params = { space, id: destination.id };
  const pause = useAct('POST /api/spaces/:space/destinations/:id/pause', () =>
    toast(`${destination.name} is paused. Deliveries wait.`),
  );
  const resume = useAct('POST /api/spaces/:space/destinations/:id/resume', () => toast(`${destination.name} goes on.`));
  const change = useAct('PATCH /api/spaces/:space/destinations/:id', () => toast(`${destination.name} is on.`));
  const busy = pause.isPending || resume.isPending || change.isPending;
  const problem = pause.error ?? resume.error ?? change.error;
  const [word, act] =
    destination.state === 'off'
      ? ['Switch on', () => change.mutate({ params, body: { enabled: true } })]
      : destination.state === 'active'
        ? ['Pause', () => pause.mutate({ params })]
        : ['Resume', () => resume.mutate({ params })];
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={busy}
        onClick={act}
        aria-label={`${word} ${destination.name}`}
      >
        {word}
      </button>
      {problem && (
        <span className="error" role="alert">
          {problem.message}
        </span>
      )}
    </>
  );
}
