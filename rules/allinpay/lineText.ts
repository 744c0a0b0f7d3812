import { PLATFORM, type OrderLine } from './orderLine.ts';

/** A line for a person to read: its account and its amount. */
export function lineText(line: OrderLine): string {
  const { arrived, fee } = line;
  return `${accountText(line)}: ${arrived ?? 'no amount'}${fee === undefined ? '' : ` (fee ${fee})`}`;
}

function accountText({ externalCode, accountUserId, referenceType }: OrderLine): string {
  return (
    externalCode ?? accountUserId ?? (referenceType === PLATFORM ? 'the platform' : 'an unnamed account')
  );
}
