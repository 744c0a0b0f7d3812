import type { PlantedBug } from './plantedBug.ts';

/** Bugs in corrections of lump-sum payments. */
export const correctionBugs: readonly PlantedBug[] = [
  {
    name: 'items are told by their place',
    flow: 'lumpSumCorrection',
    patches: [
      {
        file: 'activities/feishu/lumpSum/verdicts.ts',
        find: `  return (id) => {
    const [first, ...others] = items.filter((item) => item.id === id);`,
        replace: `  let at = 0;
  return () => {
    const first = items[at++];
    const others: FeishuLumpSumItem[] = [];`,
      },
      {
        file: 'rules/lumpSum/conclude.ts',
        find: "    case 'wanted':\n      return settle('corrected', verdict.kind === 'refused' ? [refusal(verdict)] : []);",
        replace:
          "    case 'wanted':\n      return verdict.kind === 'refused' ? settle('rejected', [refusal(verdict)]) : settle('corrected', []);",
      },
    ],
  },
  {
    name: 'a correction that adds details is sent again',
    flow: 'lumpSumCorrection',
    patches: [
      {
        file: 'rules/lumpSum/judgeRecord.ts',
        find: '  const maybeSent = past.lookOnly !== undefined || past.mark !== undefined || past.unsure;',
        replace: '  const maybeSent = past.lookOnly !== undefined;',
      },
    ],
  },
  {
    name: 'what the answer says is believed and not read back',
    flow: 'lumpSumCorrection',
    patches: [
      {
        file: 'rules/lumpSum/conclude.ts',
        find: "  switch (standing) {\n    case 'wanted':",
        replace:
          "  if (verdict.kind === 'accepted' || verdict.kind === 'unknown') return settle('corrected', []);\n  switch (standing) {\n    case 'wanted':",
      },
    ],
  },
  {
    name: 'a large correction leaves out what was sent before',
    flow: 'lumpSumCorrection',
    patches: [
      {
        file: 'workflows/lumpSumCorrection/handover.ts',
        find: 'open: places.write(records) }, marks: packMarks(places, marks) };',
        replace: 'open: places.write(records) }, marks: packMarks(places, marks.slice(marks.length)) };',
      },
    ],
  },
];
