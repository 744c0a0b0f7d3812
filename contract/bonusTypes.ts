/** What a referral account can hold, and a withdrawal asks for. */
export const bonusTypes = ['point', 'cash'] as const;
export type BonusType = (typeof bonusTypes)[number];
