import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Icon } from '../parts/icons.js';
import { useToast } from '../parts/toast.js';
import { findId } from './find-id.js';
import { useSpace } from './space.js';
import { isTyping } from './typing.js';

/** Finds a delivery, an event, a person or an order by whatever id one has. `/` goes there. */
export function Search() {
  const space = useSpace();
  const navigate = useNavigate();
  const toast = useToast();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  const find = async (): Promise<void> => {
    const id = input.current?.value.trim() ?? '';
    if (id === '' || busy) return;
    setBusy(true);
    const search = await findId(space, id).catch(() => null);
    setBusy(false);
    if (search) await navigate({ to: '/s/$space/deliveries', params: { space }, search });
    else toast(`Nothing here has the id ${id}.`);
  };
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void find();
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label="Search any id"
        placeholder="Search any id"
        spellCheck={false}
        autoComplete="off"
        enterKeyHint="search"
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}
