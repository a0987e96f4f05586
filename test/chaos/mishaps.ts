import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { PostgresServer } from '../support/postgres-server.js'
import type { ProductProcess } from '../support/product-process.js'

export interface Mishap {
  name: string
  /** It happens, and is over when this resolves. */
  happen: () => Promise<void>
}

interface Scene {
  instances: readonly ProductProcess[]
  /** With PostgreSQL: the server and the database. */
  postgres: { server: PostgresServer; url: string } | undefined
  random: () => number
}

const longestAbsenceMs = 1_500

/** What goes wrong with machines and networks. */
export function mishapsOf({ instances, postgres, random }: Scene): Mishap[] {
  const absence = () => sleep(random() * longestAbsenceMs)
  const ofInstances = instances.flatMap((instance, i) => [
    {
      name: `instance ${i + 1} is killed`,
      happen: async () => {
        await instance.kill()
        await absence()
        await instance.start()
      }
    },
    {
      name: `instance ${i + 1} is deployed anew`,
      happen: async () => {
        await instance.stop()
        await instance.start()
      }
    }
  ])
  const all = {
    name: 'all instances are killed at once',
    happen: async () => {
      await Promise.all(instances.map((instance) => instance.kill()))
      await absence()
      await Promise.all(instances.map((instance) => instance.start()))
    }
  }
  if (!postgres) return [...ofInstances, all]
  const { server, url } = postgres
  return [
    ...ofInstances,
    all,
    {
      name: 'the PostgreSQL server is killed',
      happen: async () => {
        await server.kill9()
        await absence()
        await server.restart()
      }
    },
    {
      name: 'the connections that listen are cut',
      happen: () => runOn(url, "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'")
    },
    {
      name: 'all connections to PostgreSQL are cut',
      happen: () => runOn(url, 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    }
  ]
}

async function runOn(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
