import Type from 'typebox'
import { Id, listQuery, Nullable, OneOf, PageOf, searchQuery } from '../../http/schemas.js'
import { searchKinds } from './search.service.js'

const Kind = OneOf(searchKinds)

export const SearchQuery = Type.Object({
  ...listQuery,
  q: Type.Optional({ ...searchQuery.q, description: 'Words that must all be found; without any nothing is' }),
  kind: Type.Optional(OneOf(searchKinds, { description: 'Only these' })),
  courseId: Type.Optional(Id('course', { description: 'Only this course, its lessons and one’s notes in it' }))
})

const PassagePart = Type.Object({ text: Type.String(), isMatch: Type.Boolean() })

const hitExample = {
  kind: 'lesson' as const,
  id: 'les_01jd3w8q2k0000abcdefghjkmn',
  title: 'Perulangan',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  courseTitle: 'Dasar pemrograman web',
  passage: [
    { text: '… Dengan ', isMatch: false },
    { text: 'perulangan', isMatch: true },
    { text: ' satu baris kode dijalankan berkali-kali …', isMatch: false }
  ],
  link: '/app/courses/crs_01jd3w8q2k0000abcdefghjkmn/lessons/les_01jd3w8q2k0000abcdefghjkmn',
  score: 2.41
}

export const SearchHitSchema = Type.Object(
  {
    kind: Kind,
    id: Type.String({ description: 'Of the course, lesson, note or user' }),
    title: Type.String({ description: 'Of a note that of its lesson; of a person the name' }),
    courseId: Nullable(Type.String()),
    courseTitle: Nullable(Type.String()),
    passage: Type.Array(PassagePart, {
      description: 'About 160 characters of plain text around the best match; of a person the username'
    }),
    link: Type.String({ description: 'A path of ours' }),
    score: Type.Number({
      description: 'Greater is better; compares hits of one answer. From 2 on: in the title. From 1 on: as it was asked'
    })
  },
  { $id: 'SearchHit', examples: [hitExample] }
)

export const SearchPageSchema = PageOf(SearchHitSchema, 'SearchPage')

export const searchSchemas = [SearchHitSchema, SearchPageSchema]
