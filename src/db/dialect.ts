export type Dialect = 'sqlite' | 'postgresql'

/** A path, `sqlite:path` and `postgres://…` are all that a database URL can be. */
export function dialectOf(url: string): Dialect {
  return /^postgres(ql)?:\/\//i.test(url) ? 'postgresql' : 'sqlite'
}

/** The file of an SQLite URL: `sqlite:data/x.db`, `sqlite://data/x.db` and `data/x.db` are one file. */
export function sqliteFile(url: string): string {
  return url.replace(/^sqlite:(\/\/)?/i, '')
}

/** False for what would silently become a file: the URL of another database, nothing, a database in memory. */
export function isDatabaseUrl(url: string): boolean {
  if (dialectOf(url) === 'postgresql') return URL.canParse(url)
  const file = sqliteFile(url)
  return file !== '' && !/^:|^[a-z][a-z0-9+.-]+:/i.test(file) // a single letter before the colon is a drive
}
