/**
 * By what terms the money moves. What makes two inputs the same payout is one text: order id, accounts and amounts,
 * whatever their order and however they were written; and what moves the money in another way or needs a person:
 * `credit` and `approval`. Who asked, in which batch or by when is not part of it.
 *
 * A text always names those two, their defaults included. Without them it would be the text of 0.1.0, which is the same
 * for every `credit`.
 */
export interface Terms {
  readonly approval: string;
  readonly credit?: string | undefined;
}

export function terms({ approval, credit }: Terms): Terms {
  return { approval, credit };
}
