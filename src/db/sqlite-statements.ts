import type Sqlite from 'better-sqlite3'

const maxStatements = 500

type Statement = Pick<Sqlite.Statement, 'run' | 'all' | 'get' | 'raw'>

/**
 * better-sqlite3 compiles on every `prepare()` and drizzle prepares on every call: keep the compiled statements by
 * their text. `beforeUse` is called before each use of one.
 */
export function cacheStatements(handle: Sqlite.Database, beforeUse: () => void = () => {}): Sqlite.Database {
  const statements = new Map<string, Statement>()
  const prepare = (text: string): Statement => {
    let statement = statements.get(text)
    if (!statement) {
      statement = guardedStatement(handle, text, beforeUse)
      if (statements.size >= maxStatements) statements.delete(statements.keys().next().value as string)
      statements.set(text, statement)
    }
    return statement
  }
  return new Proxy(handle, {
    get(target, name) {
      if (name === 'prepare') return prepare
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    }
  })
}

function guardedStatement(handle: Sqlite.Database, text: string, beforeUse: () => void): Statement {
  const plain = handle.prepare(text)
  let raw: Sqlite.Statement | undefined
  return {
    run: (...parameters) => {
      beforeUse()
      return plain.run(...parameters)
    },
    all: (...parameters) => {
      beforeUse()
      return plain.all(...parameters)
    },
    get: (...parameters) => {
      beforeUse()
      return plain.get(...parameters)
    },
    raw: () => {
      beforeUse()
      raw ??= handle.prepare(text).raw()
      return raw
    }
  }
}
