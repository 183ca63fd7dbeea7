// Lets somebody add a passkey, or show one. Around a form that the server keeps
// hidden and a sentence that it shows: where passkeys can be had, the two change
// places. When the form is sent, options are fetched from the address in begin,
// the browser asks for the passkey, and then the form goes its own way, with
// what the server wants back in its fields state and answer.

/** What begin answers: binary fields are base64url, as in WebAuthn Level 3 §5.1.8. */
interface Beginning {
  state: string;
  options: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON;
}

class PassKey extends HTMLElement {
  private asking?: AbortController;
  private answered = false;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
    form.hidden = false;
    for (const sentence of this.querySelectorAll<HTMLElement>("[data-without]")) sentence.hidden = true;
    form.addEventListener("submit", this.sent);
  }

  disconnectedCallback(): void {
    this.querySelector("form")?.removeEventListener("submit", this.sent);
    this.asking?.abort();
  }

  private sent = (event: SubmitEvent): void => {
    if (this.answered) {
      this.answered = false;
      return;
    }
    event.preventDefault();
    // Two presses are one question.
    if (!this.asking) void this.ask(event.currentTarget as HTMLFormElement, event.submitter);
  };

  private async ask(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    this.asking = new AbortController();
    this.say("");
    button?.setAttribute("aria-busy", "true");
    let failure = "";
    try {
      const { state, options } = await this.begin(this.asking.signal);
      const answer = await this.answer(options, this.asking.signal);
      field(form, "state").value = state;
      field(form, "answer").value = JSON.stringify(answer);
    } catch (error) {
      failure = (error as Error).name === "InvalidStateError" ? "said-known" : "said-failed";
    }
    button?.removeAttribute("aria-busy");
    this.asking = undefined;
    if (!this.isConnected) return;
    if (failure) {
      this.say(this.getAttribute(failure) ?? this.getAttribute("said-failed"));
      button?.focus();
      return;
    }
    this.answered = true;
    form.requestSubmit(button);
  }

  private async begin(signal: AbortSignal): Promise<Beginning> {
    const answer = await fetch(this.getAttribute("begin")!, { method: "POST", body: new URLSearchParams(), redirect: "manual", signal });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()) as Beginning;
  }

  private async answer(options: Beginning["options"], signal: AbortSignal): Promise<object> {
    const credential =
      this.getAttribute("kind") === "create"
        ? await navigator.credentials.create({ publicKey: creation(options as PublicKeyCredentialCreationOptionsJSON), signal })
        : await navigator.credentials.get({ publicKey: request(options as PublicKeyCredentialRequestOptionsJSON), signal });
    if (!credential) throw new Error("no passkey");
    return written(credential as PublicKeyCredential);
  }

  private say(words: string | null): void {
    this.querySelector("[role=alert]")!.textContent = words;
  }
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

// The browsers' own ways between JSON and bytes are younger than the passkeys
// that people have, and some password managers answer with objects that lack
// them.

function creation(o: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  return {
    ...(o as object as PublicKeyCredentialCreationOptions),
    challenge: bytes(o.challenge),
    user: { ...o.user, id: bytes(o.user.id) },
    excludeCredentials: o.excludeCredentials?.map(descriptor),
  };
}

function request(o: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  return {
    ...(o as object as PublicKeyCredentialRequestOptions),
    challenge: bytes(o.challenge),
    allowCredentials: o.allowCredentials?.map(descriptor),
  };
}

function descriptor(d: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor {
  return { type: "public-key", id: bytes(d.id), transports: d.transports as AuthenticatorTransport[] };
}

function written(credential: PublicKeyCredential): object {
  const response = credential.response as Partial<AuthenticatorAttestationResponse & AuthenticatorAssertionResponse>;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.(),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null | undefined): string | undefined {
  if (!buffer) return undefined;
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

customElements.define("pass-key", PassKey);
