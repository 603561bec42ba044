/** The configuration can't be used. The message lists every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  private constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      `The configuration can't be used:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
      options,
    );
    this.problems = problems;
  }

  static invalid(problems: readonly string[]): ConfigError {
    return new ConfigError(problems);
  }

  static unreadable(file: string, cause: unknown): ConfigError {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new ConfigError([`${file}: ${why}`], { cause });
  }
}
