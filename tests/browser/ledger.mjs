// What was checked, and what was wrong: the same fault on many pages is one line.
const SHOWN = 3

export const ledger = () => {
  const faults = new Map()
  const book = {
    checks: 0,
    wrong: 0,
    expect(where, what, found, wanted = true) {
      book.checks++
      const [is, should] = [found, wanted].map((value) => JSON.stringify(value) ?? 'nothing')
      if (is === should) return true
      book.wrong++
      const fault = `${what}: ${is.length > 500 ? `${is.slice(0, 500)}…` : is}, not ${should}`
      faults.set(fault, [...(faults.get(fault) ?? []), where])
      return false
    },
    lines: () => [...faults].map(([fault, places]) => {
      const more = places.length > SHOWN ? ` and ${places.length - SHOWN} more` : ''
      return `${places.slice(0, SHOWN).join(' ')}${more}: ${fault}`
    }),
  }
  return book
}
