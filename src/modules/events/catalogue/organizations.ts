import Type from 'typebox'
import { defineEvent } from './define.js'
import { text } from './fields.js'

export const organizationEvents = {
  organization_deleted: defineEvent({
    name: { en: 'Deleted organisations', id: 'Organisasi dihapus' },
    concerns: { en: 'Those who held a role in it', id: 'Yang punya peran di dalamnya' },
    data: Type.Object({ organizationId: text('The organisation'), organizationName: text('Its name') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your roles have changed', id: () => 'Peranmu berubah' },
    message: {
      en: ({ organizationName }) => `${organizationName} has been deleted: you hold no roles in it any more.`,
      id: ({ organizationName }) => `${organizationName} sudah dihapus: kamu tidak punya peran lagi di dalamnya.`
    },
    link: () => '/app/profile'
  })
}
