import Type from 'typebox'
import { defineEvent } from './define.js'
import { text } from './fields.js'

const why = {
  failing: {
    en: 'what was sent there has failed for more than a day',
    id: 'pengiriman ke sana gagal selama lebih dari sehari'
  },
  gone: {
    en: 'it answered that it is gone and wants nothing more (410)',
    id: 'penerimanya menjawab bahwa ia sudah tidak ada dan tidak mau menerima lagi (410)'
  }
}

/** What happens to the addresses of other systems that hear of events. */
export const webhookEvents = {
  webhook_disabled: defineEvent({
    name: { en: 'Webhooks that were switched off', id: 'Webhook yang dinonaktifkan' },
    concerns: {
      en: 'Those who manage the webhooks of the organisation',
      id: 'Yang mengelola webhook organisasi'
    },
    data: Type.Object({
      webhookId: text('The webhook'),
      host: text('Where it leads; not the whole address, which may carry a secret'),
      reason: Type.Enum(['failing', 'gone'], { description: 'Why' })
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'A webhook was switched off', id: () => 'Sebuah webhook dinonaktifkan' },
    message: {
      en: ({ host, reason }) =>
        `The webhook to ${host} was switched off: ${why[reason].en}. It hears of nothing until somebody enables it again.`,
      id: ({ host, reason }) =>
        `Webhook ke ${host} dinonaktifkan: ${why[reason].id}. Tidak ada yang dikirim sampai seseorang mengaktifkannya lagi.`
    },
    link: ({ webhookId }) => `/app/webhooks/${webhookId}`
  })
}
