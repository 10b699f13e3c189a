/** Loaded before a program (`node --import`): says at its end, as the last line, what it took of time and memory. */
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    seconds: performance.now() / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1000,
  };
  writeSync(1, `${JSON.stringify(usage)}\n`);
});
