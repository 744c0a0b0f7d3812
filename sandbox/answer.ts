import type { JsonObject } from './json.ts';

/** A provider's answer before it is written: faults still may change it. */
export interface Answer {
  readonly status: number;
  /** the code the caller reads, for the ledger */
  readonly code?: string;
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** true where the provider could not sign: it does not know the caller, or does not believe the request */
  readonly unsealed?: boolean;
}

/** Text on its way to the caller. */
export interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type Seal = 'good' | 'bad' | 'none';

/** How one provider family words things that any of its APIs may say. */
export interface Dialect {
  write(answer: Answer, seal: Seal): Written;
  refusal(code: number, msg: string, httpStatus?: number): Answer;
  rateLimited(resetSeconds: number): Answer;
  /** null = an HTML page, as a proxy in front of the provider would send */
  serverError(signed: boolean): Answer | null;
  tokenExpired(httpStatus: 200 | 400): Answer;
  /** the same answer about another order */
  withOrderId(answer: Answer, orderId: string): Answer;
}

export function htmlPage(status: number, title: string): Written {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    text: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}
