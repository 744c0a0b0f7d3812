import { selectorOf, type AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AccountSelector as WireSelector } from '../../providers/allinpay/wire.ts';

/** The provider's account ids may outgrow a JSON number one day; its client takes them as text. */
export function wireSelector(account: AccountSelector): WireSelector {
  const selector = selectorOf(account);
  return 'accountUserId' in selector ? { accountUserId: String(selector.accountUserId) } : selector;
}
