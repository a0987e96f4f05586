import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'

type Scope = Parameters<FastifyPluginAsyncTypebox>[0]

/**
 * Adds routes to the scope of its caller, and can do nothing else with it. A scope of one's own, by `register`, is for hooks
 * and parsers: each costs a millisecond of the start, as Fastify copies into it what all of them share.
 */
export type Routes = (app: Pick<Scope, 'get' | 'post' | 'put' | 'patch' | 'delete'>) => void
