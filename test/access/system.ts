import type { AccessPart } from '../support/access-world.js'

export const systemAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/health/live                              200  200  200  200  200  200  200  200  200  200
GET    /api/health/ready                             200  200  200  200  200  200  200  200  200  200
GET    /api/metrics                                  401  403  403  403  403  403  403  403  200  403
GET    /api/openapi.json                             200  200  200  200  200  200  200  200  200  200
GET    /                                             302  302  302  302  302  302  302  302  302  302
GET    /app                                          302  302  302  302  302  302  302  302  302  302
GET    /app/{page}                                   200  200  200  200  200  200  200  200  200  200
GET    /docs                                         200  200  200  200  200  200  200  200  200  200
GET    /docs/json                                    200  200  200  200  200  200  200  200  200  200
GET    /docs/yaml                                    200  200  200  200  200  200  200  200  200  200
GET    /docs/static/index.html                       302  302  302  302  302  302  302  302  302  302
GET    /docs/static/swagger-initializer.js           200  200  200  200  200  200  200  200  200  200
GET    /docs/static/{asset}                          200  200  200  200  200  200  200  200  200  200
`,
  objects: () => ({
    asset: async () => 'swagger-ui.css',
    page: async () => 'courses'
  })
}
