import type { ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../api/call.js';
import { useAct, useApi } from '../../api/use-api.js';
import { Failure, Sample, Skeleton } from '../../parts/states.js';
import { useSpace } from '../../shell/space.js';
import { asGiven, bodyOf, draftOf, type Draft } from './draft.js';
import { DraftForm } from './draft.form.js';
import { KindChoice } from './kind-choice.js';
import { PreviewPane } from './preview.js';
import { Trial } from './trial.js';

type Saved = Answer<'POST /api/spaces/:space/destinations'>;

/** A destination that was made, still switched off: try it, then let events go there. */
function MadeStep({ space, saved }: { readonly space: string; readonly saved: Saved }) {
  const navigate = useNavigate();
  const enable = useAct(
    'PATCH /api/spaces/:space/destinations/:id',
    () => void navigate({ to: '/s/$space/destinations/$destination', params: { space, destination: saved.id } }),
  );
  return (
    <section className="fold card">
      <h2>Try it</h2>
      {saved.signing_secret !== undefined && (
        <>
          <p>
            <strong>The signing secret, shown this once.</strong> The receiver verifies signatures with it.
          </p>
          <Sample label="Signing secret">{saved.signing_secret}</Sample>
        </>
      )}
      {(saved.warnings ?? []).map((warning) => (
        <p key={warning} className="warning">
          {warning}
        </p>
      ))}
      <Trial space={space} destination={saved.id} />
      <p className="row">
        <button
          type="button"
          className="button primary"
          disabled={enable.isPending}
          onClick={() => enable.mutate({ params: { space, id: saved.id }, body: { enabled: true } })}
        >
          Switch on
        </button>
        <span className="meta">From then on every event with a name there is delivered.</span>
      </p>
      {enable.error && <Failure problem={enable.error} />}
    </section>
  );
}

/** Four steps on one page: the kind, its fields, its events, a test; what would be sent beside them. */
export function NewDestinationPage(): ReactNode {
  const space = useSpace();
  const kinds = useApi('GET /api/destination_kinds', {}, { live: false });
  const [draft, setDraft] = useState<Draft | null>(null);
  const create = useAct('POST /api/spaces/:space/destinations');
  const form = kinds.data?.items.find(({ kind }) => kind === draft?.kind);
  const submit = (made: Draft) =>
    create.mutate({ params: { space }, body: asGiven(JSON.stringify({ ...bodyOf(made), enabled: false })) });
  return (
    <>
      <title>New destination · Waybill</title>
      <header className="page-head">
        <h1>New destination</h1>
      </header>
      {kinds.isPending && <Skeleton />}
      {kinds.error && <Failure problem={kinds.error} retry={() => void kinds.refetch()} />}
      <div className={draft ? 'wizard two' : 'wizard'}>
        <div className="stack">
          {kinds.data && !create.data && (
            <KindChoice
              kinds={kinds.data.items}
              chosen={draft}
              onChoose={(kind, preset) => {
                create.reset();
                setDraft(draftOf(kind, preset));
              }}
            />
          )}
          {draft && form && !create.data && (
            <DraftForm
              draft={draft}
              form={form}
              problem={create.error}
              busy={create.isPending}
              onChange={setDraft}
              onSubmit={() => submit(draft)}
            />
          )}
          {create.data && <MadeStep space={space} saved={create.data} />}
        </div>
        {draft && <PreviewPane space={space} draft={bodyOf(draft)} />}
      </div>
    </>
  );
}
