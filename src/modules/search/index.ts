import { searchRoutes } from './search.routes.js'
import { searchSchemas } from './search.schemas.js'
import { createSearchService, type SearchDeps } from './search.service.js'

/** Finding what is there, for whom it is there. */
export function createSearchModule({ database, courses, lessons }: SearchDeps) {
  const service = createSearchService({ database, courses, lessons })
  return { routes: searchRoutes(service), schemas: searchSchemas }
}
