/* The example gate in sh, in an environment without anything but Node and the tools of the system. */
import { describeGate } from './installer-gate.ts'

describeGate({ script: 'installer-gate.sh', command: ['/bin/sh'], tools: ['/usr/bin/sha256sum'] })
