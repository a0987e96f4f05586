import Type, { type Static } from 'typebox'
import { Body, ByKind, Id, Nullable, proseOrNothing } from '../../http/schemas.js'

/** An address of the web: never `javascript:`, never the `//host` of whoever shows it. */
const webAddress = '^https?://[^\\u0000-\\u0020\\u007f\\\\"<>/?#][^\\u0000-\\u0020\\u007f\\\\"<>]*$'

const maxFiles = 20
/** More than a project asks for. */
const maxItems = 50

export const Url = Type.String({ minLength: 1, maxLength: 2_000, pattern: webAddress, description: 'A web address' })
const Commit = Nullable(
  Type.String({
    minLength: 7,
    maxLength: 40,
    pattern: '^[0-9a-fA-F]+$',
    description: 'The commit that is handed in; null: whatever is there'
  })
)
const Text = Type.String({ maxLength: 50_000, pattern: proseOrNothing })
const Note = Type.String({ maxLength: 2_000, pattern: proseOrNothing, description: 'To the reviewer' })
const Checklist = Type.Array(Id('checklistItem'), {
  maxItems: 100,
  description: 'The items of the project’s checklist that are ticked'
})

const Item = ByKind(
  [
    Body({ deliverableId: Id('deliverable'), kind: Type.Literal('link'), url: Url }, { title: 'A link' }),
    Body(
      { deliverableId: Id('deliverable'), kind: Type.Literal('repository'), url: Url, commit: Type.Optional(Commit) },
      { title: 'A repository, and a commit in it' }
    ),
    Body(
      {
        deliverableId: Id('deliverable'),
        kind: Type.Literal('file'),
        fileIds: Type.Array(Id('file'), { maxItems: maxFiles, description: 'That the caller uploaded' })
      },
      { title: 'Files' }
    ),
    Body({ deliverableId: Id('deliverable'), kind: Type.Literal('text'), text: Text }, { title: 'A text' })
  ],
  { description: 'What is handed in for one deliverable, of the kind that it asks for' }
)

const deliverableId = 'dlv_01jd3w8q2k0000abcdefghjkmn'
const itemExample = { deliverableId, kind: 'repository', url: 'https://git.example/sari/robot', commit: '9f2c1ab' }
export const contentExample = { items: [itemExample], checklist: ['cli_01jd3w8q2k0000abcdefghjkmn'], note: '' }

const given = { items: Type.Array(Item, { maxItems }), checklist: Checklist, note: Note }

export const DraftBody = Body(
  { items: given.items, checklist: Type.Optional(Checklist), note: Type.Optional(Note) },
  { description: 'Takes the place of the draft that there was', examples: [contentExample] }
)
export type GivenDraft = Static<typeof DraftBody>

export const SubmitBody = Nullable(
  Body(
    { items: Type.Optional(given.items), checklist: Type.Optional(Checklist), note: Type.Optional(Note) },
    { description: 'What is not named is as the draft says', examples: [contentExample] }
  )
)
export type GivenAttempt = NonNullable<Static<typeof SubmitBody>>

const File = Type.Object({
  id: Id('file'),
  name: Type.String(),
  size: Type.Integer({ description: 'Bytes' }),
  sha256: Type.String({ description: 'Of its bytes, hexadecimal' })
})

const HandedInItem = ByKind(
  [
    Type.Object({ deliverableId: Id('deliverable'), kind: Type.Literal('link'), url: Type.String() }),
    Type.Object({
      deliverableId: Id('deliverable'),
      kind: Type.Literal('repository'),
      url: Type.String(),
      commit: Nullable(Type.String())
    }),
    Type.Object({ deliverableId: Id('deliverable'), kind: Type.Literal('file'), files: Type.Array(File) }),
    Type.Object({ deliverableId: Id('deliverable'), kind: Type.Literal('text'), text: Type.String() })
  ],
  { description: 'Of files what they were when they were named; their bytes are at `/api/files/{id}`' }
)

/** What was handed in, or is prepared. */
export const contentFields = {
  items: Type.Array(HandedInItem),
  checklist: Type.Array(Id('checklistItem'), { description: 'The items that are ticked' }),
  note: Type.String({ description: 'To the reviewer' })
}
