/** A provider's definite no, in its own words. */
export interface Refusal {
  /** the provider's code, or `HTTP 422` where it gave none */
  readonly code: string;
  readonly message: string;
}
