/** Something that is on or off, and what turns it. */
export type Switch = {
  readonly isOn: boolean;
  readonly toggle: () => void;
};
