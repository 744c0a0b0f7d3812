export const userIdTypes = ['open_id', 'union_id', 'user_id', 'people_corehr_id'] as const;
export type UserIdType = (typeof userIdTypes)[number];

/** How the forms of one employee's id hang together here. The real ones have nothing in common. */
const prefixes: Readonly<Record<UserIdType, string>> = {
  open_id: 'ou_',
  union_id: 'on_',
  user_id: '',
  people_corehr_id: 'pc_',
};

/** The employee behind any form of an id. */
export function personOf(id: string): string {
  return id.replace(/^(ou|on|pc)_/, '');
}

/** The id of an employee in the form that was asked for; in the form it was given in, letter by letter as it was. */
export function userIdAs(user: { readonly id: string; readonly type: UserIdType }, type: UserIdType): string {
  return type === user.type ? user.id : `${prefixes[type]}${personOf(user.id)}`;
}
