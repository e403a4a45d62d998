type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** What was typed after the name of a command. */
export class Arguments {
  constructor(
    readonly positionals: readonly string[],
    private readonly values: Values,
  ) {}

  /** Value of `--name`; undefined where it was not given. */
  text(name: string): string | undefined {
    return this.texts(name).at(-1);
  }

  /** Every value of `--name`, in order. */
  texts(name: string): readonly string[] {
    return [this.values[name] ?? []].flat().filter((value) => typeof value === 'string');
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** The positional at this place; only for those a command requires. */
  positional(at: number): string {
    const found = this.positionals[at];
    if (found === undefined) throw new Error(`positional ${at} is not one the command requires`);
    return found;
  }
}
