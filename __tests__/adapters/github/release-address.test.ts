/* Shows which addresses of a release are taken over: the page on the job's server, uploads on the host of its API. */
import { describe, expect, it } from '@jest/globals'
import { checkedPage, checkedUploadUrl } from '../../../src/adapters/github/release-address.ts'

const refused = expect.objectContaining({ code: 'E_RELEASE_RESPONSE', transient: undefined })
const END = '/repos/o/r/releases/7/assets{?name,label}'

describe('where assets are uploaded', () => {
  it.each([
    ['https://api.github.com', `https://uploads.github.com${END}`],
    ['https://api.octo.ghe.com', `https://uploads.octo.ghe.com${END}`],
    ['https://ghes.example/api/v3', `https://ghes.example/api/uploads${END}`],
    ['https://api.example:8443/api/v3', `https://api.example:8443/api/uploads${END}`],
    ['http://127.0.0.1:8080', `http://127.0.0.1:9090/api/uploads${END}`],
    ['https://api.github.com', 'https://uploads.github.com/repos/o/r/releases/7/assets{?label,name}'],
  ])('%s: %s is taken', (api, template) => {
    expect(checkedUploadUrl(template, api, 7)).toBe(template)
  })

  it.each([
    ['https://api.github.com', 'another host', `https://uploads.github.com.evil.example${END}`],
    ['https://api.github.com', 'another tenant', `https://uploads.octo.ghe.com${END}`],
    ['https://api.github.com', 'another port', `https://uploads.github.com:8443${END}`],
    ['https://api.github.com', 'in clear', `http://uploads.github.com${END}`],
    ['https://api.github.com', 'with a password', `https://user:hunter2@uploads.github.com${END}`],
    ['https://api.github.com', 'another release', `https://uploads.github.com${END.replace('7', '17')}`],
    ['https://api.github.com', 'a query of its own', `https://uploads.github.com/?x=/releases/7/assets{?name}`],
    ['https://api.github.com', 'an expanded host', 'https://h{+name}:{name}/releases/7/assets{?name}'],
    ['https://api.github.com', 'no name', 'https://uploads.github.com/repos/o/r/releases/7/assets'],
    ['https://api.github.com', 'a line break', `https://uploads.github.com\n${END}`],
    ['https://api.github.com', 'no address', '{?name,label}'],
    ['https://ghes.example/api/v3', 'another path', `https://ghes.example/pages${END}`],
    ['https://ghes.example/api/v3', "github.com's", `https://uploads.github.com${END}`],
    ['http://127.0.0.1:8080', 'another machine', `http://127.0.0.2:8080/api/uploads${END}`],
  ])('%s: %s is refused', (api, _, template) => {
    expect(() => checkedUploadUrl(template, api, 7)).toThrow(refused)
  })
})

describe('the page of a release', () => {
  it.each(['https://github.com/o/r/releases/tag/v1%2F2', 'https://github.com/o/r/releases/tag/untagged-0a'])(
    'is taken: %s',
    (page) => {
      expect(checkedPage(page, 'https://github.com')).toBe(page)
    },
  )

  it.each([
    ['on another server', 'https://github.com.example/o/r'],
    ['in clear', 'http://github.com/o/r'],
    ['with a password', 'https://user:hunter2@github.com/o/r'],
    ['with markup', 'https://github.com/"><img src=x>'],
    ['of several lines', 'https://github.com/o/r\n::error::x'],
    ['no address', 'o/r'],
  ])('is refused %s', (_, page) => {
    expect(() => checkedPage(page, 'https://github.com')).toThrow(refused)
  })
})
