import { readFile } from 'node:fs/promises';

/** MB that a process holds in memory now. Linux only. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} is gone`);
  return Math.round(Number(kilobytes) / 1024);
}
