/** Whether a key belongs to a field, a dialog or a shortcut of the browser, and is none of ours. */
export const isTyping = (event: KeyboardEvent): boolean =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  document.querySelector('dialog[open]') !== null ||
  (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]') !== null);
