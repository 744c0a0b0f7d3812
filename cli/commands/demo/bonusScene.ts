import type { LineOutcome } from '../../../clients/index.ts';
import { sum } from '../../../contract/index.ts';

/** A bonus that a company granted in Feishu, as its payroll's import makes it. */
export interface SeededBonus {
  readonly uniqueId: string;
  readonly userId: string;
  /** yuan */
  readonly total: string;
  /** yuan, one a detail; they make the total */
  readonly parts: readonly string[];
  readonly remark: string;
}

export const BONUS_ITEM = '7411039006180312620';
export const CURRENCY = '6863329932261459464';

/** The bonuses that examples/lump-sum-edits.csv changes, and one that it does not. */
export const seededBonuses: readonly SeededBonus[] = [
  bonus('001', 'lin_yue', ['600.00'], '高温津贴'),
  bonus('002', 'chen_hao', ['2500.00'], '项目奖金'),
  bonus('003', 'zhao_min', ['1200.00'], '推荐奖'),
  bonus('004', 'sun_qi', ['1500.00', '1500.00'], '年终奖'),
  bonus('005', 'wu_jia', ['20000.00'], '签约奖'),
  bonus('006', 'he_ping', ['300.00'], '全勤奖'),
  bonus('007', 'xu_lei', ['888.88'], '开门红'),
  bonus('008', 'ma_rui', ['3000.00'], '项目奖金'),
  bonus('009', 'gao_fei', ['4500.00'], '项目奖金'),
  bonus('010', 'tang_wen', ['2000.00', '2000.00'], '年终奖'),
  bonus('011', 'luo_an', ['1600.00'], '销售提成'),
  bonus('012', 'deng_ke', ['700.00'], '高温津贴'),
];

/** Its first detail has been paid out by the time it is corrected. */
export const PAID = 'BONUS-2026-08-009';
/** Somebody changes it in Feishu after it was read for the corrections. */
export const CHANGED_MEANWHILE = 'BONUS-2026-08-011';

export const bonusMishaps: readonly string[] = [
  `${PAID}: paid out already, which only Feishu knows`,
  'BONUS-2026-08-010: a total that its details do not add up to, found before anything is sent',
  `${CHANGED_MEANWHILE}: changed in Feishu after it was read: left alone`,
];

/** What becomes of the corrected bonuses that are not simply corrected. */
export const expectedRecords: Readonly<Record<string, LineOutcome>> = {
  'BONUS-2026-08-008': 'unchanged',
  [PAID]: 'rejected',
  'BONUS-2026-08-010': 'rejected',
  [CHANGED_MEANWHILE]: 'stale',
};

function bonus(number: string, person: string, parts: readonly string[], remark: string): SeededBonus {
  return {
    uniqueId: `BONUS-2026-08-${number}`,
    userId: `ou_${person}`,
    total: sum(parts),
    parts,
    remark,
  };
}
