const FEISHU = 'as Feishu documents it';

/** Members that a record has in the input, in the result of a query, or in both. */
const record = (list: string) => ({
  [`${list}.id`]: "the record's id",
  [`${list}.totalAmount`]: 'the whole amount, a decimal string',
  [`${list}.currencyId`]: FEISHU,
  [`${list}.issuanceFrequency`]: 'in how many details it is paid',
  [`${list}.bindingPeriod`]: 'months',
  [`${list}.bindingPeriodDecimal`]: 'the same with decimals, as a string',
  [`${list}.remark`]: 'free text',
  [`${list}.referencePeriodStartDate`]: '`YYYY-MM-DD`',
  [`${list}.referencePeriodEndDate`]: '`YYYY-MM-DD`',
});

const detail = (list: string) => ({
  [`${list}.issuanceAmount`]: 'the amount of this detail, a decimal string',
  [`${list}.issuanceStatus`]: FEISHU,
  [`${list}.issuanceWay`]: FEISHU,
  [`${list}.issuanceTime`]: '`YYYY-MM-DD`',
  [`${list}.belongTime`]: '`YYYY-MM-DD`; seen only with a permission of its own',
  [`${list}.issuanceCountryRegionId`]: FEISHU,
  [`${list}.issuancePayGroupId`]: FEISHU,
  [`${list}.detailReferencePeriodStartDate`]: '`YYYY-MM-DD`',
  [`${list}.detailReferencePeriodEndDate`]: '`YYYY-MM-DD`',
});

const correctionInput = {
  correctionId: "the owner's key of the correction; part of the workflow id, never cut",
  records: 'what to correct; in all at most 524,288 bytes of JSON. What is left out stays as it is',
  ...record('records[]'),
  'records[].operationSource': FEISHU,
  'records[].details': 'all of its details; one that is missing or new needs `allowDetailChanges`',
  'records[].details[].id': 'left out for a new detail',
  ...detail('records[].details[]'),
  'records[].expectedModifyTime': '`modifyTime` as a query gave it; another one now makes the record `stale`',
  'records[].allowDetailChanges': 'details may be added or dropped',
};

const correctionResult = {
  correctionId: 'as asked for',
  counts: 'how many records came to which outcome',
  'counts.corrected': 'as wanted, by this correction',
  'counts.unchanged': 'as wanted before; nothing was sent',
  'counts.rejected': 'refused, before sending or by Feishu',
  'counts.stale': 'changed by somebody since it was read; nothing was sent',
  'counts.conflict': 'neither as before nor as wanted, or not to be told; a person decides',
  'counts.unverified': 'taken by Feishu, and the record does not show it',
  records: "those whose outcome is known, in the input's order",
  'records[].id': "the record's id",
  'records[].outcome': 'one of the names in `counts`',
  'records[].changes': 'what is other than before',
  'records[].changes[].field': 'such as `totalAmount` or `details[<id>].issuanceAmount`',
  'records[].changes[].before': 'cut at 200 characters; null where there was nothing',
  'records[].changes[].after': 'the same',
  'records[].problems': 'why not, 3 at most',
  'records[].problems[].code': "Feishu's code, also for what we found",
  'records[].problems[].message': 'for a person',
  'records[].problems[].field': 'the member it is about',
  'records[].problems[].foundBy': '`us` before sending, or `provider`',
};

const ids = (of: string): string => `ids of ${of}`;
const since = 'not before that; UTC+8, `YYYY-MM-DD HH:mm:ss`';
const until = 'not after that; UTC+8, `YYYY-MM-DD HH:mm:ss`';

const queryInput = {
  filters: 'several must all hold; none: every record that the app may see',
  'filters.ids': ids('records'),
  'filters.uniqueIds': "the owner's keys of records",
  'filters.userIds': ids('people'),
  'filters.itemIds': ids('bonus items'),
  'filters.createTimeGte': since,
  'filters.createTimeLte': until,
  'filters.modifyTimeGte': since,
  'filters.modifyTimeLte': until,
  'filters.companyIds': ids('companies'),
  'filters.serviceCompanyIds': ids('companies of service'),
  'filters.departmentIds': ids('departments'),
  'filters.jobFamilyIds': ids('job families'),
  'filters.jobLevelIds': ids('job levels'),
  'filters.workLocationIds': ids('work locations'),
  'filters.employeeTypeIds': ids('kinds of employees'),
  'filters.onboardDateGte': 'hired not before; `YYYY-MM-DD`',
  'filters.onboardDateLte': 'hired not after',
  'filters.offboardDateGte': 'left not before',
  'filters.offboardDateLte': 'left not after',
  pageSize: 'a page may hold fewer; only `hasMore` says whether it is the last',
  pageToken: 'the `pageToken` of the page before',
  userIdType: 'what kind of id `userId` is',
};

const queryResult = {
  records: 'one page of records; what the app may not see is left out',
  ...record('records[]'),
  'records[].uniqueId': "the owner's key of the record",
  'records[].userId': 'whose it is',
  'records[].itemId': 'the bonus item',
  'records[].issuanceDetailText': 'a summary in words',
  'records[].issuanceDetailText.zhCn': 'Chinese',
  'records[].issuanceDetailText.enUs': 'English',
  'records[].applySource':
    '1 offer, 2 import, 3 level or salary change, 4 filled in, 5 open platform, 6 referral, 7 automatic rule',
  'records[].returnAmountBeforeTax': 'a decimal string; needs a permission',
  'records[].returnAmountAfterTax': 'a decimal string; needs a permission',
  'records[].bindingPeriodOffboardingType': `${FEISHU}; needs a permission`,
  'records[].createTime': 'UTC+8',
  'records[].modifyTime': 'UTC+8; for `expectedModifyTime`',
  'records[].details': 'its details',
  'records[].details[].id': "the detail's id",
  'records[].details[].recordId': 'the record it belongs to',
  'records[].details[].userId': 'whose it is',
  ...detail('records[].details[]'),
  'records[].details[].currencyId': FEISHU,
  'records[].details[].createTime': 'UTC+8',
  'records[].details[].modifyTime': 'UTC+8',
  hasMore: 'whether there are more pages',
  pageToken: 'for the next page',
  notShown: 'members that no record of the page has and that need a permission',
  'notShown[].field': 'the member',
  'notShown[].permission': 'the permission',
};

export const lumpSum = {
  'lumpSumCorrection.input': correctionInput,
  'lumpSumCorrection.result': correctionResult,
  'lumpSumQuery.input': queryInput,
  'lumpSumQuery.result': queryResult,
};
