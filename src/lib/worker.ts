/** Work that is done as soon as there is some, in rounds, one after another in this process. */
export interface Worker {
  /** There may be work. */
  kick(): void
  /** Looks by itself from now on: for what another instance left, and for what was put off. */
  start(): void
  /** Whether a round is under way, or asked for. */
  isBusy(): boolean
  /** Resolves when no round is under way and none is asked for. */
  settled(): Promise<void>
  /** After the round that is under way. */
  close(): Promise<void>
}

export interface WorkerOptions {
  /** One round; whether there may be more to do at once. */
  run: () => Promise<boolean>
  everyMs: number
  onError: (error: unknown) => void
}

export function createWorker({ run, everyMs, onError }: WorkerOptions): Worker {
  let isAskedFor = false
  let isClosed = false
  let working: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function work(): Promise<void> {
    while (isAskedFor && !isClosed) {
      isAskedFor = false
      try {
        if (await run()) isAskedFor = true
      } catch (error) {
        onError(error) // the next look tries again
      }
    }
    working = undefined
  }

  function kick(): void {
    if (isClosed) return
    isAskedFor = true
    working ??= work()
  }

  return {
    kick,
    start() {
      timer ??= setInterval(kick, everyMs).unref()
      kick()
    },
    isBusy: () => working !== undefined,
    async settled() {
      while (working) await working
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      while (working) await working
    }
  }
}
