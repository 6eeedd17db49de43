/*
 * Owns how V8 spends memory. Must not be needed for anything to work.
 */
import { setFlagsFromString } from 'node:v8'

/**
 * keepHeapSmall keeps V8 from growing its spaces with the load. The engine makes thousands of short-lived buffers a bundle: a
 * small space for new objects is swept more often, at no measurable cost, and the peak of a run (measured 113 in place of 125
 * to 133 MiB) no longer depends on when the sweeps happen to fall. The space for old ones may grow by 2 MB before it is swept
 * again, where V8 would let it grow by 8 at the least: 1,000 files take 174 in place of 222 MiB, at a tenth more of CPU time. Of
 * the compilers for what runs often, the quick one waits for what runs very often, and the best one for what the quick one has
 * compiled: their code and what they need to make it is 10 MiB for 1,000 files, and 6 for one. To switch the quick one off would
 * be less than that: it wakes the best one early, and costs every thread 4 MiB. The best one would wake, too, for the curve's
 * arithmetic in the one signature of a large file, and take 5 MiB for two functions: it waits for what many files call. The one
 * before them compiles in this thread: one that waits in another thread for a sweep, while this one ends the process, would wait
 * for ever (seen in one of 300 runs, with a debugger, in Node 24.21).
 */
export function keepHeapSmall(): void {
  // Read by V8 whenever it would grow a space or compile, so that they may be set in a running process.
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--invocation-count-for-maglev=20000')
  setFlagsFromString('--invocation-count-for-turbofan=50000')
  setFlagsFromString('--no-concurrent-sparkplug')
}
