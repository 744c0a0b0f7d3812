import { readFile } from 'node:fs/promises';

/** MB that a process holds in memory now. Linux only. */
export function residentMb(pid: number): Promise<number> {
  return megabytes(pid, 'VmRSS');
}

/**
 * MB that a process has held at most since its program began. Linux only: what `resourceUsage` says holds the memory of
 * the parent too, whose copy the process was for a moment.
 */
export function peakMb(pid: number): Promise<number> {
  return megabytes(pid, 'VmHWM');
}

async function megabytes(pid: number, figure: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = new RegExp(String.raw`^${figure}:\s+(\d+) kB$`, 'm').exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} is gone`);
  return Math.round(Number(kilobytes) / 1024);
}
