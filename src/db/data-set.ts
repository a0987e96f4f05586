import { randomBytes } from 'node:crypto'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { desc, eq, sql } from 'drizzle-orm'
import { streamEpochKey } from './base-data.js'
import type { Database } from './database.js'
import { sqliteFile } from './dialect.js'

/** Where a data set lives, and how far it has come there. */
interface Place {
  /** Another one for a copy of the same data. */
  identity: string
  /** The newest event, by its id: these sort by time. */
  newestEvent: string
}

const placeKey = 'data_set_place'

export interface DataSet {
  /** Notes how far it has come: whoever puts an older copy in its place is noticed by that. Often, and at the end. */
  note(): Promise<void>
}

/**
 * Gives the data a new epoch when they were restored from a backup: positions in streams count on, and after a restore the
 * same position would mean something else. It is noticed by the place. PostgreSQL itself says what cluster, timeline and
 * database this is. A file is known by its inode, and what was put into the same inode by being older than a note beside it.
 * A copy that is taken for a restore wrongly costs each client one `reset`.
 */
export async function openDataSet(database: Database, url: string): Promise<DataSet> {
  const keeper = database.dialect === 'postgresql' ? keepInside(database) : keepBeside(database, sqliteFile(url))
  const known = await keeper.read()
  const place = await keeper.look()
  const isOther = known !== undefined && (known.identity !== place.identity || known.newestEvent > place.newestEvent)
  if (isOther) await renewEpoch(database)
  await keeper.write(place)
  return { note: async () => keeper.write(await keeper.look()) }
}

async function renewEpoch({ transaction, tables: { systemValues } }: Database): Promise<void> {
  const value = randomBytes(6).toString('hex')
  await transaction(async (tx) => {
    await tx.update(systemValues).set({ value }).where(eq(systemValues.key, streamEpochKey))
  })
}

interface PlaceKeeper {
  read(): Promise<Place | undefined>
  look(): Promise<Place>
  write(place: Place): Promise<void>
}

/** In the database itself: a restored one brings along where it came from. */
function keepInside(database: Database): PlaceKeeper {
  const { read, tables, transaction } = database
  const { systemValues } = tables
  return {
    async read() {
      const [row] = await read
        .select({ value: systemValues.value })
        .from(systemValues)
        .where(eq(systemValues.key, placeKey))
      return row && { identity: row.value, newestEvent: '' }
    },
    async look() {
      const [row] = await read
        .select({
          identity: sql<string>`(select system_identifier from pg_control_system()) || ' '
            || (select timeline_id from pg_control_checkpoint()) || ' '
            || (select oid from pg_database where datname = current_database())`
        })
        .from(systemValues)
        .limit(1)
      if (!row) throw new Error('the database is not migrated')
      return { identity: row.identity, newestEvent: '' }
    },
    async write({ identity }) {
      await transaction(async (tx) => {
        await tx
          .insert(systemValues)
          .values({ key: placeKey, value: identity })
          .onConflictDoUpdate({ target: systemValues.key, set: { value: identity } })
      })
    }
  }
}

/** In a file beside the database, which no backup of the database brings along. */
function keepBeside({ read, tables: { events } }: Database, file: string): PlaceKeeper {
  const note = `${file}.place`
  return {
    async read() {
      try {
        const { identity, newestEvent } = JSON.parse(await readFile(note, 'utf8'))
        return { identity: String(identity), newestEvent: String(newestEvent) }
      } catch {
        return undefined // the first start, or nobody can read it: nothing is known
      }
    },
    async look() {
      const { ino, birthtimeMs } = await stat(file)
      const [newest] = await read.select({ id: events.id }).from(events).orderBy(desc(events.id)).limit(1)
      return { identity: `${ino} ${birthtimeMs}`, newestEvent: newest?.id ?? '' }
    },
    async write(place) {
      const draft = `${note}.${process.pid}`
      await writeFile(draft, JSON.stringify(place), { mode: 0o600 })
      await rename(draft, note) // half a note would be none
    }
  }
}
