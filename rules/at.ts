/**
 * The member of a list at an index that lies within it.
 *
 * @throws RangeError when it does not, which is a fault in the code that asks
 */
export function at<Member>(list: readonly (Member | undefined)[], index: number): Member {
  const member = list[index];
  if (member === undefined) throw new RangeError(`no member at ${index} of ${list.length}`);
  return member;
}
