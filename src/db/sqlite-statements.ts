import type Sqlite from 'better-sqlite3'
import type { Meter } from './meter.js'

const maxStatements = 500

export interface CachedHandle {
  /** The handle for one borrower, who is refused after `end`. */
  borrow(): { handle: Sqlite.Database; end(): void }
}

/**
 * better-sqlite3 compiles on every `prepare()` and drizzle prepares on every call: keep the compiled statements by their
 * text.
 */
export function cacheStatements(handle: Sqlite.Database, meter: Pick<Meter, 'statement'>): CachedHandle {
  const plainStatements = createCache((text) => handle.prepare(text))
  const rawStatements = createCache((text) => handle.prepare(text).raw())

  function measured(statement: Sqlite.Statement, method: 'run' | 'all' | 'get', parameters: unknown[]) {
    const startedAt = performance.now()
    try {
      return statement[method](...parameters)
    } finally {
      meter.statement(startedAt)
    }
  }

  return {
    borrow() {
      let hasEnded = false
      const requireLive = () => {
        if (hasEnded) throw new Error('tx used outside its transaction')
      }
      const run = (method: 'run' | 'all' | 'get', text: string, parameters: unknown[]) => {
        requireLive()
        return measured(plainStatements(text), method, parameters)
      }
      // What drizzle asks of a handle is to prepare, and of a statement these four.
      const prepare = (text: string) => ({
        run: (...parameters: unknown[]) => run('run', text, parameters),
        all: (...parameters: unknown[]) => run('all', text, parameters),
        get: (...parameters: unknown[]) => run('get', text, parameters),
        raw: () => {
          requireLive()
          const statement = rawStatements(text)
          return {
            all: (...parameters: unknown[]) => measured(statement, 'all', parameters),
            get: (...parameters: unknown[]) => measured(statement, 'get', parameters)
          }
        }
      })
      return {
        handle: { prepare } as unknown as Sqlite.Database,
        end: () => {
          hasEnded = true
        }
      }
    }
  }
}

function createCache(make: (text: string) => Sqlite.Statement): (text: string) => Sqlite.Statement {
  const statements = new Map<string, Sqlite.Statement>()
  return (text) => {
    const known = statements.get(text)
    if (known) return known
    const made = make(text)
    if (statements.size >= maxStatements) statements.delete(statements.keys().next().value as string)
    statements.set(text, made)
    return made
  }
}
