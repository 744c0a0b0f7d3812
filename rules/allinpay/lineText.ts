import { PLATFORM, type OrderLine } from './orderLine.ts';

/** A line for a person to read: its account and its amount. */
export function lineText(line: OrderLine): string {
  return `${accountText(line)}: ${amountText(line)}`;
}

export function amountText({ arrived, fee }: OrderLine): string {
  return `${arrived ?? 'no amount'}${fee === undefined ? '' : ` (fee ${fee})`}`;
}

export function accountText({ externalCode, accountUserId, referenceType }: OrderLine): string {
  return (
    externalCode ?? accountUserId ?? (referenceType === PLATFORM ? 'the platform' : 'an unnamed account')
  );
}
