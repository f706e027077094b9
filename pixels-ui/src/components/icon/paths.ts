/** Line icons on a 20 × 20 field, drawn with a stroke of 1.5. The value is the inside of the SVG. */
export const PATHS = {
  back: '<path d="M12 4.5 6.5 10l5.5 5.5"/>',
  camera: '<path d="M3 6.500h3.300L7.700 4.300h4.600l1.400 2.200H17v9.500H3Z"/><circle cx="10" cy="11" r="3"/>',
  category: '<path d="M3.500 3.500h5v5h-5ZM11.500 3.500h5v5h-5ZM3.500 11.500h5v5h-5ZM11.500 11.500h5v5h-5Z"/>',
  check: '<path d="m4 10.500 4 4 8-9"/>',
  clock: '<circle cx="10" cy="10" r="7"/><path d="M10 6v4.200l2.800 1.800"/>',
  close: '<path d="m5 5 10 10M15 5 5 15"/>',
  copy: '<rect x="7" y="7" width="10" height="10" rx="1"/><path d="M13 7V3H3v10h4"/>',
  download: '<path d="M10 3.500v10M5.800 9.500 10 13.700l4.200-4.200M3.500 16.700h13"/>',
  edit: '<path d="m4 16 .8-3.600L13.500 3.700l2.800 2.800-8.700 8.700ZM11.700 5.500l2.800 2.800"/>',
  explore: '<path d="M3 4h8v5.500H3ZM13 4h4v5.500h-4ZM3 11.500h4V16H3ZM9 11.500h8V16H9Z"/>',
  forward: '<path d="M8 4.500 13.500 10 8 15.500"/>',
  globe:
    '<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c2.300 2 3.200 4.300 3.200 7s-.9 5-3.200 7c-2.300-2-3.200-4.300-3.200-7S7.700 5 10 3Z"/>',
  info: '<circle cx="10" cy="10" r="7"/><path d="M10 9.200v4.300M10 6.500v.1"/>',
  key: '<circle cx="6.500" cy="13.500" r="3"/><path d="m8.700 11.300 7.800-7.800M13 7l2.500 2.500"/>',
  library: '<path d="M4 3.500v13M7.500 3.500v13M11 4l4.500 12.300"/>',
  link: '<path d="M8.500 11.500a3 3 0 0 0 4.300 0l3-3a3 3 0 0 0-4.300-4.300L10.300 5.500M11.500 8.500a3 3 0 0 0-4.300 0l-3 3a3 3 0 0 0 4.300 4.300l1.200-1.300"/>',
  lock: '<rect x="4" y="9" width="12" height="8" rx="1"/><path d="M6.800 9V6.500a3.200 3.200 0 0 1 6.400 0V9"/>',
  logIn: '<path d="M11.500 3.500h5v13h-5M3.500 10h9M9 6.500 12.500 10 9 13.500"/>',
  logOut: '<path d="M8.500 3.500h-5v13h5M7.500 10h9M13 6.500l3.500 3.500-3.500 3.500"/>',
  moon: '<path d="M16 12.200A6.700 6.700 0 0 1 7.800 4a6.700 6.700 0 1 0 8.200 8.200Z"/>',
  more: '<circle cx="4" cy="10" r=".8" fill="currentColor"/><circle cx="10" cy="10" r=".8" fill="currentColor"/><circle cx="16" cy="10" r=".8" fill="currentColor"/>',
  pause: '<path d="M7 4.500v11M13 4.500v11"/>',
  person:
    '<circle cx="10" cy="7" r="3.200"/><path d="M3.800 17c.5-3.700 2.700-5.500 6.200-5.500s5.700 1.800 6.200 5.500"/>',
  picture:
    '<rect x="3" y="4" width="14" height="12" rx="1"/><path d="m3 13 4-4 4 4 2.500-2.500L17 14"/><circle cx="13" cy="7.500" r="1.100"/>',
  play: '<path d="M6 4v12l10-6Z"/>',
  plus: '<path d="M10 4v12M4 10h12"/>',
  retry: '<path d="M4.500 6.500A6.500 6.500 0 1 1 3.500 11M4 3v4h4"/>',
  rotate: '<path d="M15.500 6.500A6.500 6.500 0 1 0 16.500 11M16 3v4h-4"/>',
  save: '<path d="M4 3.500h9.500L16.500 6.500v10H4ZM7 3.500v4.500h6V3.500M7 16.500v-5h6.500v5"/>',
  select: '<rect x="3.500" y="3.500" width="13" height="13" rx="1"/><path d="m6.500 10.200 2.600 2.600 4.600-5.200"/>',
  settings:
    '<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="1.800"/><circle cx="7" cy="14" r="1.800"/>',
  shield: '<path d="M10 2.800 16 5v5c0 3.500-2.300 5.900-6 7.300C6.300 15.900 4 13.500 4 10V5Z"/>',
  sun: '<circle cx="10" cy="10" r="3.300"/><path d="M10 2.500v2M10 15.500v2M2.500 10h2M15.500 10h2M4.700 4.700l1.400 1.400M13.900 13.900l1.400 1.400M15.300 4.700l-1.400 1.400M6.100 13.900l-1.400 1.400"/>',
  tag: '<path d="M3.500 3.500h6.300l7 7-6.300 6.300-7-7Z"/><circle cx="7" cy="7" r="1"/>',
  trash:
    '<path d="M3.500 5.500h13M8 5.500V3.500h4v2M5.200 5.500l.7 11.500h8.200l.7-11.500M8.500 8.500v5.500M11.500 8.500v5.500"/>',
  undo: '<path d="M7 4 3.500 7.500 7 11M3.500 7.500h8a4.500 4.500 0 0 1 0 9H7"/>',
  upload: '<path d="M10 13.500V3.500M5.800 7.500 10 3.300l4.200 4.200M3.500 13v3.500h13V13"/>',
  warning: '<path d="M10 3.200 17.500 16.500h-15ZM10 8v4M10 14.300v.1"/>',
  zoom: '<circle cx="8.700" cy="8.700" r="5.200"/><path d="m12.700 12.700 4.300 4.300M6.500 8.700h4.400M8.700 6.500v4.400"/>',
} as const;

export type IconName = keyof typeof PATHS;
