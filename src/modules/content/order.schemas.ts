import Type from 'typebox'
import { Body, Id } from '../../http/schemas.js'

/** As many as a course may have. */
const maxModules = 200
const maxLessons = 500

export const OrderBody = Body(
  {
    modules: Type.Array(Body({ id: Id('module'), lessonIds: Type.Array(Id('lesson'), { maxItems: maxLessons }) }), {
      maxItems: maxModules,
      description: 'All modules and lessons that are not archived, each once'
    })
  },
  {
    examples: [{ modules: [{ id: 'mod_01jd3w8q2k0000abcdefghjkmn', lessonIds: ['les_01jd3w8q2k0000abcdefghjkmn'] }] }]
  }
)
