const leaseMs = 20_000
const settleMs = 60

/** Runs it unless another tab runs something of that name: by a Web Lock, or by a lease where there are none (plain HTTP). */
export async function alone(name: string, run: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) {
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await run()
    })
    return
  }
  const release = await takeLease(name)
  if (!release) return
  try {
    await run()
  } finally {
    release()
  }
}

/** It runs out by itself when its tab is closed or frozen. */
async function takeLease(name: string): Promise<(() => void) | undefined> {
  const mine = Math.random().toString(36).slice(2)
  const key = `${name}.lease`
  const isMine = () => localStorage.getItem(key)?.startsWith(`${mine} `) ?? false
  const write = () => localStorage.setItem(key, `${mine} ${Date.now() + leaseMs}`)
  if (Number(localStorage.getItem(key)?.split(' ')[1] ?? 0) > Date.now()) return undefined
  write()
  // Whoever wrote last in the same moment has it.
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  if (!isMine()) return undefined
  const renewal = setInterval(write, leaseMs / 3)
  return () => {
    clearInterval(renewal)
    if (isMine()) localStorage.removeItem(key)
  }
}
