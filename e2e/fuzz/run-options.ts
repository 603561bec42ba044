/** What a run of any kind is told. */
export type RunOptions = {
  readonly seed: number;
  /** How many inputs. */
  readonly count: number;
  /** Where failing inputs are kept. */
  readonly folder: string;
  /** Called now and then with the number of inputs that are done. */
  readonly onProgress?: (done: number) => void;
};
