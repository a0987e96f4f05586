import { createRequire } from 'node:module'

const { version: declared } = createRequire(import.meta.url)('../package.json') as { version: string }

export const version = declared
