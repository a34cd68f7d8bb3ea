// Passkeys: asks our server what to sign, lets the browser sign it, and sends the form. A page works without this.

const json = globalThis.PublicKeyCredential
const able = json?.parseCreationOptionsFromJSON && json?.parseRequestOptionsFromJSON && json.prototype.toJSON

async function signed (form) {
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value
  const answer = await fetch(form.dataset.offer, { method: 'POST', headers: { 'X-CSRFToken': token }, redirect: 'error' })
  if (!answer.ok) throw new Error('not offered')
  const { publicKey } = await answer.json()
  const credential = form.dataset.passkey === 'make'
    ? await navigator.credentials.create({ publicKey: json.parseCreationOptionsFromJSON(publicKey) })
    : await navigator.credentials.get({ publicKey: json.parseRequestOptionsFromJSON(publicKey) })
  return JSON.stringify(credential.toJSON())
}

async function give (event) {
  event.preventDefault()
  const form = event.target
  const failed = form.querySelector('[data-failed]')
  failed.textContent = ''
  try {
    form.elements.credential.value = await signed(form)
    form.submit()
  } catch {
    failed.textContent = failed.dataset.failed
  }
}

if (able) {
  for (const offered of document.querySelectorAll('[data-passkey-offered]')) offered.hidden = false
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', give)
  }
}
