import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeEach, expect, it } from '@jest/globals'
import { supervisedHttp, type HttpEvent } from '../../../src/adapters/artifact/supervised-http.ts'

const asked: string[] = []
const server = http.createServer((request, response) => {
  asked.push(request.url ?? '')
  if (request.url === '/silent') return
  response.end('answer')
})
await once(server.listen(0, '127.0.0.1'), 'listening')
const port = (server.address() as AddressInfo).port
const { signal } = new AbortController()
const letPass = (): undefined => undefined

beforeEach(() => void asked.splice(0))
afterAll(() => void server.close())

function ask(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, path, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject)
  })
}

it('settles as the work does and shows the judge each answer without its query', async () => {
  const events: HttpEvent[] = []
  const judge = (event: HttpEvent): undefined => void events.push(event)
  expect(await supervisedHttp(signal, judge, () => ask('/here?sig=SECRET'))).toBe(200)
  expect(events).toMatchObject([{ kind: 'answered', method: 'GET', where: 'localhost/here', status: 200 }])
})

it('ends the work with the error of the judge', async () => {
  const judge = (): Error => new Error('no more')
  await expect(supervisedHttp(signal, judge, () => ask('/here'))).rejects.toThrow('no more')
})

it('closes the connections of work that its signal ends', async () => {
  const stop = new AbortController()
  const closed = once(server, 'connection').then(([socket]) => once(socket as Socket, 'close'))
  const work = supervisedHttp(stop.signal, letPass, () => ask('/silent'))
  while (asked.length === 0) await wait(5)
  stop.abort(new Error('enough'))
  await expect(work).rejects.toThrow('enough')
  await closed
})

it('lets no request out once the call is over', async () => {
  let later = Promise.resolve<unknown>(undefined)
  await supervisedHttp(signal, letPass, async () => {
    later = wait(30).then(() => ask('/later').catch((error: unknown) => error))
  })
  expect(String(await later)).toContain('socket hang up')
  expect(asked).toEqual([])
})

it('does not touch requests of others', async () => {
  const [other] = await Promise.all([
    wait(10).then(() => ask('/other')),
    supervisedHttp(
      signal,
      () => new Error('no more'),
      () => ask('/here'),
    ).catch(() => undefined),
  ])
  expect(other).toBe(200)
})
