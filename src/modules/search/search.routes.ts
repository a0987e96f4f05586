import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Ref } from '../../http/schemas.js'
import { SearchPageSchema, SearchQuery } from './search.schemas.js'
import type { SearchService } from './search.service.js'

export function searchRoutes({ search }: SearchService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/search',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'search',
          summary: 'Find courses, lessons, notes and people',
          description:
            'Anybody may call it, and finds what they may see: courses as in the catalogue, lessons that they may read now, their own notes, and people with `user.read` in an organisation of theirs. Words find what begins with them and plain Indonesian and English forms of them; accents and case do not matter. The best come first, what has all of the words in its title before the rest. Of each kind the newest few hundred that have the words are ranked: where the list ends, it does not go on.',
          tags: ['search'],
          querystring: SearchQuery,
          response: { 200: Ref(SearchPageSchema, 'A page of hits') }
        }
      },
      (request) => search(request.principal, request.query)
    )
  }
}
