/** nearestNames returns up to three of `candidates` that look most like `name`, nearest first. */
export function nearestNames(name: string, candidates: readonly string[]): readonly string[] {
  const farthest = Math.max(3, Math.floor(name.length / 2))
  return candidates
    .slice(0, 1000)
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= farthest)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** editDistance returns how many characters to insert, remove or replace to get from one text to the other. */
export function editDistance(from: string, to: string): number {
  const target = [...to]
  let row = Array.from({ length: target.length + 1 }, (_, column) => column)
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= target.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (target[column - 1] === character ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
