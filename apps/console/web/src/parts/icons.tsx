const PATHS = {
  home: 'M3 9.500 10 3.500l7 6V17h-5v-4.500H8V17H3z',
  deliveries: 'M3 5h14M3 10h14M3 15h9',
  failed: 'M10 3 18 17H2zM10 8v4M10 14.500v.01',
  destinations: 'M4 16 16 4M8.500 4H16v7.500',
  keys: 'M16.500 7a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0zM10.500 9.500l-7 7M5.500 14.500l2 2M8 12l1.700 1.700',
  rejected: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM5.200 5.200l9.600 9.600',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM17 17l-3.700-3.700',
  more: 'M4.500 10a.6.6 0 1 0 .01 0zM10 10a.6.6 0 1 0 .01 0zM15.500 10a.6.6 0 1 0 .01 0z',
  close: 'm5 5 10 10M15 5 5 15',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  down: 'm6 8 4 4 4-4',
  sun: 'M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600 16 16M16 4l-1.400 1.400M5.400 14.600 4 16',
  sent: 'm4 10.500 4 4 8-9',
  waiting: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l2.500 2',
  retrying: 'M16 10a6 6 0 1 1-2-4.500L16 7M16 3v4h-4',
  pause: 'M7 4v12M13 4v12',
  none: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM5 15 15 5',
  plus: 'M10 4v12M4 10h12',
  out: 'M8 4H4v12h4M8 10h9M14 7l3 3-3 3',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing beside a word; the word is what is read out. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
