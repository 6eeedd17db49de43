/* Goes through what an identity tells of its repository and host: what is compared with must never be another's. */
import { describe, expect, it } from '@jest/globals'
import { repositoryOf, serverOf, sourceInside, workflowIdentity } from '../../../src/core/bundle/workflow-identity.ts'

const HOST = 'https://github.com'
const release = `${HOST}/octo/repo/.github/workflows/release.yml@refs/tags/v1`

describe('the parts of a workflow identity', () => {
  it('are host, repository, file and ref', () => {
    expect(workflowIdentity(release)).toEqual({
      server: HOST,
      repository: 'octo/repo',
      file: 'release.yml',
      ref: 'refs/tags/v1',
    })
  })

  it('keep the port of the host', () => {
    expect(workflowIdentity(release.replace('github.com', 'ghes.example:8443'))?.server).toBe(
      'https://ghes.example:8443',
    )
  })

  it('end with the whole ref, whatever is in it', () => {
    const ref = 'refs/heads/a@b/.github/workflows/c.yml@d'
    expect(workflowIdentity(`${HOST}/octo/repo/.github/workflows/release.yml@${ref}`)).toEqual({
      server: HOST,
      repository: 'octo/repo',
      file: 'release.yml',
      ref,
    })
  })

  it.each([
    ['a person', 'octo@example.com'],
    ['a host without TLS', release.replace('https:', 'http:')],
    ['no host', release.replace('github.com', '')],
    ['text before it', `x${release}`],
    ['an owner alone', `${HOST}/octo/.github/workflows/release.yml@refs/tags/v1`],
    ['a group of groups', `${HOST}/group/octo/repo/.github/workflows/release.yml@refs/tags/v1`],
    ['another directory', release.replace('.github', 'xgithub')],
    ['a directory below', release.replace('release.yml', 'below/release.yml')],
    ['no file', release.replace('release.yml', '')],
    ['no ref', release.replace(/@.*/, '')],
    ['an empty ref', release.replace(/@.*/, '@')],
    ['a ref of two lines', `${release}\nx`],
    ['a project of GitLab', 'https://gitlab.com/group/project//.gitlab-ci.yml@refs/heads/main'],
  ])('are none of %s', (_, identity) => {
    expect(workflowIdentity(identity)).toBeUndefined()
  })
})

describe('the repository inside an identity', () => {
  it.each([
    ['a workflow on GitHub', release, `${HOST}/octo/repo`],
    ['a workflow on another host', release.replace('github.com', 'ghes.example'), 'https://ghes.example/octo/repo'],
    ['a pipeline of GitLab', 'https://gitlab.com/a/b/c//.gitlab-ci.yml@refs/heads/main', 'https://gitlab.com/a/b/c'],
    ['a ref that looks like a repository', `${release}/x//y`, `${HOST}/octo/repo`],
    ['a ref with a workflow of others', `${release}/evil/.github/workflows/x.yml@y`, `${HOST}/octo/repo`],
  ])('is what comes first: %s', (_, identity, source) => {
    expect(sourceInside(identity)).toBe(source)
  })

  it.each([
    ['a person', 'octo@example.com'],
    ['a host without TLS', release.replace('https:', 'http:')],
    ['no host', release.replace('github.com', '')],
    ['text before it', `x${release}`],
    ['no repository', `${HOST}/.github/workflows/release.yml@refs/tags/v1`],
    ['another directory', `${HOST}/octo/repo/xgithub/workflows/release.yml@refs/tags/v1`],
    ['a service account', 'https://accounts.example/user/1'],
  ])('is none in %s', (_, identity) => {
    expect(sourceInside(identity)).toBeUndefined()
  })
})

describe('the host of a URL', () => {
  it.each([
    [release, HOST],
    [`${HOST}/octo/repo`, HOST],
    ['https://ghes.example:8443/', 'https://ghes.example:8443'],
    ['https://github.com@evil.example/octo/repo', 'https://github.com@evil.example'],
    ['https://github.com.evil.example/octo/repo', 'https://github.com.evil.example'],
  ])('in %s is all of it up to the path', (url, server) => {
    expect(serverOf(url)).toBe(server)
  })

  it.each([HOST, 'http://github.com/octo/repo', 'https:///octo/repo', `x${HOST}/octo`, 'octo@example.com', ''])(
    'is none in %j',
    (url) => {
      expect(serverOf(url)).toBeUndefined()
    },
  )
})

describe('the path of a repository', () => {
  it.each([
    [`${HOST}/octo/repo`, 'octo/repo'],
    ['https://gitlab.com/a/b/c', 'a/b/c'],
    ['https://github.com/https://github.com/octo', 'https://github.com/octo'],
  ])('in %s is what is behind the host', (source, repository) => {
    expect(repositoryOf(source)).toBe(repository)
  })

  it.each(['octo/repo', 'http://github.com/octo/repo', 'https:///octo/repo', 'x/https://github.com/octo/repo'])(
    'is the whole of %s, which no https host is before',
    (source) => {
      expect(repositoryOf(source)).toBe(source)
    },
  )
})
