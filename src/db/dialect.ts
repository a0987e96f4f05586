export type Dialect = 'sqlite' | 'postgresql'

/** A path, `sqlite:path` and `postgres://…` are all that a database URL can be. */
export function dialectOf(url: string): Dialect {
  return /^postgres(ql)?:\/\//i.test(url) ? 'postgresql' : 'sqlite'
}

/** The file of an SQLite URL. */
export function sqliteFile(url: string): string {
  return url.replace(/^sqlite:(\/\/(?=\/))?/i, '')
}
