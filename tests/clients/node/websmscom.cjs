// Drives npm `websmscom`, unmodified: a line of JSON on standard input is a message to send, a line on standard output
// what became of it. `kind` is `TextMessage` or `BinaryMessage`, `made` its arguments, `set` what its setters are called with.
'use strict'

const fs = require('node:fs')
const readline = require('node:readline')
const websmscom = require('websmscom')

const say = (outcome) => fs.writeSync(1, `${JSON.stringify(outcome)}\n`) // a callback that is called twice says so twice
const told = ({ cause, message, apiResponse }) => ({ cause, message, apiResponse })
const known = ({ messageObject, ...answer }) => answer

// A monitor only looks on: the process dies of what nobody catches, as it does without one.
process.on('uncaughtExceptionMonitor', (error) => say({ how: 'kills', value: error.name }))

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { number, client, kind, made, set, most, test } = JSON.parse(line)
  let message
  try {
    message = new websmscom[kind](...made)
    for (const [name, value] of Object.entries(set)) message[name](value)
  } catch (error) {
    return say({ number, how: 'throws', value: error.message })
  }
  new websmscom.Client(...client).send(message, most ?? undefined, test ?? undefined, (problem, answer) =>
    say(problem ? { number, how: 'calls_back', value: told(problem) } : { number, how: 'resolves', value: known(answer) }),
  )
})
