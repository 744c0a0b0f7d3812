/** Item codes that the sandbox gives, in Feishu's words. Source: batch_update, operate_results.code. */
export const itemMessages = {
  0: 'Success',
  21270201: 'The bonus to be changed does not exist',
  // Not the words of the list, but of the sample answer, misspelt there as here: nobody is to match on text.
  21270202: 'uqniue id conflict',
  21270203: 'The total amount format is incorrect',
  21270205: 'Only use the number of decimal places specified in the bonus item rules',
  21270206: 'The sum of the bonus details does not equal the total amount',
  21270207: 'issuance frequency not equal to size of details',
  21270208: 'The number of issuances is less than or equal to 0',
  21270209: 'The currency is empty or does not exist',
  21270210: 'Notes are too long',
  21270211: 'The bonus details amount format is incorrect',
  21270213: 'The bonus details payment time format is incorrect',
  21270214: 'The bonus details are issued in an illegal manner',
  21270215: 'The bonus details are not in a valid payment status',
  21270217: 'Employees are not covered by the bonus rules',
  21270218: 'The method of awarding bonus details is not covered by the bonus item rules',
  21270219: 'Bonus item rules do not support configuration of binding period',
  21270220: 'The bonus details payment status is "paid", and cannot be modified',
  21270221: 'The bonus item rules already include the currency, and other currencies cannot be specified',
  21270222: 'The salary item does not exist',
  21270223: 'Employee does not exist',
  21270224: 'The bonus details payment status is "paid", and deletion is not supported',
  21270225: 'Bonus rules do not allow multiple awards',
  21270226: 'No data permission',
  21270227: 'Only positive integers are allowed for the binding period',
  21270228:
    'This bonus does not currently support custom binding periods. Please configure and write according to the rules for the binding period of the salary item',
  21270229: 'The application issuance date must not be later than the issuance date',
  21270230: 'The application payment date format of the bonus details is incorrect',
  21270070: 'The binding period and the ownership period start and end dates do not match',
  21270239:
    'One time payment detail reference period start date and One time payment detail reference period end date shall be filled in or left blank at the same time. Please confirm',
  21270240:
    'One time payment detail reference period start date must be earlier than or equal to One time payment detail reference period end date. Please confirm',
  21270241:
    'One time payment detail reference period must fall within the scope of One time payment record reference period. Please adjust',
} as const;

export type ItemCode = keyof typeof itemMessages;
export type ItemRefusal = Exclude<ItemCode, 0>;
