/* The example gate in PowerShell, in an environment without anything but Node and the tools of the system. */
import path from 'node:path'
import { describeGate } from './installer-gate.ts'

const system = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32')

describeGate({
  script: 'installer-gate.ps1',
  command: [
    path.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    ...['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'],
  ],
  tools: [],
})
