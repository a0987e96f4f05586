import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

type Commands = Record<string, (input: never) => Promise<unknown>>

type Question = { id: number; name: string; input: unknown }
type Answer = { id: number; value?: unknown; error?: string }

/** A helper in a process of its own, so that its work is not taken from the one that measures. */
export interface Worker<C extends Commands> {
  pid: number
  call<N extends keyof C>(name: N, input: Parameters<C[N]>[0]): Promise<Awaited<ReturnType<C[N]>>>
  stop(): void
}

const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** In the child: answers the parent until it goes, and goes with it. */
export function serve(commands: Commands): void {
  process.on('message', ({ id, name, input }: Question) => {
    const run = commands[name] ?? (() => Promise.reject(new Error(`no command ${name}`)))
    run(input as never).then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: Error) => process.send?.({ id, error: error.stack ?? String(error) } satisfies Answer)
    )
  })
  process.once('disconnect', () => process.exit())
  process.on('SIGINT', () => {}) // a Ctrl-C is for the parent, which ends us
  process.send?.({ id: 0 } satisfies Answer)
}

export async function startWorker<C extends Commands>(file: string): Promise<Worker<C>> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--import', 'tsx'] })
  children.add(child)
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  child.once('exit', () => {
    children.delete(child)
    for (const settle of waiting.values()) settle({ id: 0, error: `${file} ended` })
  })
  await once(child, 'message')
  return {
    pid: child.pid ?? 0,
    call: (name, input) =>
      new Promise((resolve, reject) => {
        const id = ++asked
        waiting.set(id, ({ value, error }) => (error ? reject(new Error(error)) : resolve(value as never)))
        child.send({ id, name: String(name), input } satisfies Question)
      }),
    stop: () => void child.kill('SIGKILL')
  }
}
