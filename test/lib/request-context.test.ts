import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { currentRequest, inRequest, outsideRequest, type RequestContext } from '../../src/lib/request-context.js'

const request = (requestId: string) => ({ requestId }) as RequestContext

describe('the request that something is done for', () => {
  it('is found by whatever it awaits, and each finds its own', async () => {
    const seen = await Promise.all(
      ['one', 'two', 'three'].map((id) =>
        inRequest(request(id), async () => {
          await sleep(Math.random() * 5)
          return currentRequest()?.requestId
        })
      )
    )
    assert.deepEqual(seen, ['one', 'two', 'three'])
    assert.equal(currentRequest(), undefined)
  })

  it('is none for what it only set off', async () => {
    let left: Promise<string | undefined> | undefined
    await inRequest(request('one'), async () => {
      left = sleep(5).then(() => currentRequest()?.requestId)
      const seen = outsideRequest(async () => {
        await sleep(1)
        return currentRequest()
      })
      assert.equal(await seen, undefined)
      assert.equal(currentRequest()?.requestId, 'one')
    })
    const other = inRequest(request('two'), () => sleep(10))
    assert.equal(await left, undefined, 'also while another one is under way')
    await other
  })

  it('is over when its work has failed, at once or later', async () => {
    const fail = () => {
      throw new Error('no')
    }
    assert.throws(() => inRequest(request('one'), fail), /no/)
    await assert.rejects(
      inRequest(request('one'), async () => fail()),
      /no/
    )
    assert.equal(currentRequest(), undefined)
    assert.equal(
      inRequest(request('one'), () => currentRequest()?.requestId),
      'one'
    )
  })
})
