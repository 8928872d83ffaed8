/* global document, navigator, DOMException, PublicKeyCredential */

/*
 * Passkeys, for browsers that know them. All else on these pages works without this file: the forms
 * that need it are hidden until it shows them, and what it hands over goes through them like any form.
 */

const ways = {
  make: {
    parse: (options) => PublicKeyCredential.parseCreationOptionsFromJSON(options),
    ask: (publicKey, more) => navigator.credentials.create({ publicKey, ...more }),
  },
  use: {
    parse: (options) => PublicKeyCredential.parseRequestOptionsFromJSON(options),
    ask: (publicKey, more) => navigator.credentials.get({ publicKey, ...more }),
  },
};

const knowsPasskeys = typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

let asking = new AbortController();

/** Asks the browser for a passkey and sends what it says with the form. */
async function handOver(form, more = {}) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const way = ways[form.dataset.passkey];
  const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(), signal });
  if (!answer.ok) throw new DOMException(String(answer.status));
  const credential = await way.ask(way.parse(await answer.json()), { signal, ...more });
  form.elements.namedItem('response').value = JSON.stringify(credential.toJSON());
  form.submit();
}

function revive(form) {
  form.hidden = false;
  const says = form.querySelector('[data-says]');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    says.textContent = '';
    handOver(form).catch((error) => {
      if (error.name !== 'AbortError') says.textContent = form.dataset.failed;
    });
  });
}

/** Offers the passkeys of this site where an address is typed, without a window that opens by itself. */
async function offerWhileTyping(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  // Whoever types an address instead has said enough.
  await handOver(form, { mediation: 'conditional' }).catch(() => undefined);
}

if (knowsPasskeys)
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    revive(form);
    if (form.dataset.passkey === 'use') void offerWhileTyping(form);
  }
