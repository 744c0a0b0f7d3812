interface FamilyPlan {
  readonly name: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** required too, but of more than one family: that it is set asks for none of them */
  readonly shared: readonly string[];
}

/** What each provider family is set by. None of them set: the family is not served. */
export const families = [
  {
    name: 'Feishu',
    required: ['FEISHU_APP_ID', 'FEISHU_APP_SECRET'],
    optional: ['FEISHU_BASE_URL'],
    shared: [],
  },
  {
    name: 'Allinpay',
    required: [
      'ALLINPAY_GATEWAY_URL',
      'ALLINPAY_APP_ID',
      'ALLINPAY_SIGN_TYPE',
      'ALLINPAY_PRIVATE_KEY',
      'ALLINPAY_PUBLIC_KEY',
      'ALLINPAY_CIPHER',
      'ALLINPAY_AMOUNT_UNIT',
    ],
    optional: [
      'ALLINPAY_SM2_ID',
      'ALLINPAY_SM2_SIGNATURE',
      'ALLINPAY_CIPHER_KEY',
      'ALLINPAY_CIPHER_IV',
      'ALLINPAY_ORDER_NOT_FOUND_CODES',
      'ALLINPAY_POLL_PLAN',
    ],
    shared: [],
  },
  { name: 'the wallet', required: ['WALLET_CREDIT_URL'], optional: [], shared: ['WEBHOOK_SECRET'] },
  { name: 'outcome webhooks', required: ['OUTCOME_WEBHOOK_URL'], optional: [], shared: ['WEBHOOK_SECRET'] },
] as const satisfies readonly FamilyPlan[];

type Family = (typeof families)[number];

/** Of a profile as a whole. */
const profileWide = ['RECONCILE_RECHECKS', 'PROVIDER_DOWN_AFTER'] as const;

/** A setting of one profile: a variable of the environment, or a member of the profile's table. */
export type SettingName =
  | Family['required'][number]
  | Family['optional'][number]
  | Family['shared'][number]
  | (typeof profileWide)[number];

const familySettings: readonly SettingName[] = [
  ...new Set(families.flatMap(({ required, optional, shared }) => [...required, ...optional, ...shared])),
];

export const settingNames: readonly SettingName[] = [...familySettings, ...profileWide];

/** Names that are fixed for what is to come. Taken in silence they would promise what is not done. */
export const reservedNames = ['PAYOUTS_CODEC_KEYS'] as const;

/** The settings of one profile as the texts they were written in; empty ones are not in it. */
export type SettingTexts = Partial<Record<SettingName, string>>;

/** @returns whether anything in it asks for a provider family to be served. */
export function asksForAFamily(texts: SettingTexts): boolean {
  return familySettings.some((name) => texts[name] !== undefined);
}

/** What is wrong with one setting that only the others show. */
export interface Finding {
  readonly setting: SettingName;
  readonly message: string;
}

/** The settings that are missing from families that are partly set. */
export function incompleteFamilies(texts: SettingTexts): Finding[] {
  const missing = families.flatMap((family) => missingOf(family, texts));
  const once = missing.filter(
    ({ setting }, at) => missing.findIndex((other) => other.setting === setting) === at,
  );
  return [...once, ...secretForNothing(texts)];
}

/** Alone it signs nothing. Which of the two was meant is not ours to guess. */
function secretForNothing(texts: SettingTexts): Finding[] {
  const signs = texts.WALLET_CREDIT_URL ?? texts.OUTCOME_WEBHOOK_URL;
  if (texts.WEBHOOK_SECRET === undefined || signs !== undefined) return [];
  const message = 'signs nothing: set WALLET_CREDIT_URL or OUTCOME_WEBHOOK_URL, or take it out';
  return [{ setting: 'WEBHOOK_SECRET', message }];
}

function missingOf({ name, required, optional, shared }: Family, texts: SettingTexts): Finding[] {
  const given = [...required, ...optional].find((setting) => texts[setting] !== undefined);
  if (given === undefined) return [];
  return [...required, ...shared]
    .filter((setting) => texts[setting] === undefined)
    .map((setting) => ({
      setting,
      message:
        `is missing, and ${given} is there: set ${setting} or ${setting}_FILE, ` +
        `or take out every setting of ${name}`,
    }));
}
