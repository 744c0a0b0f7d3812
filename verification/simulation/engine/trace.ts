/** What happened in one seed, line by line, and a hash over it that tells two stories apart. */
export class Trace {
  readonly lines: string[] = [];
  readonly #now: () => number;
  #hash = 0x811c9dc5;

  constructor(now: () => number) {
    this.#now = now;
  }

  say(line: string): void {
    const text = `${this.#now()} ${line}`;
    this.lines.push(text);
    let hash = this.#hash;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    this.#hash = hash;
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  /** The lines as people read them. */
  toText(): string {
    return this.lines
      .map((line) => {
        const [ms, ...rest] = line.split(' ');
        return `${new Date(Number(ms)).toISOString().slice(5, 23)} ${rest.join(' ')}`;
      })
      .join('\n');
  }
}
