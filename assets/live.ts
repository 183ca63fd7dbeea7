// The live connection: one socket a page, shared by every live-log on it. It is
// fetched when the page is quiet, and the page is whole without it.

import { Centrifuge, type PublicationContext } from "centrifuge";
import { liveCheck } from "../internal/admin/live-check";
import { topicLive } from "../internal/forum/board/topic-live";
import { groupLive } from "../internal/group/hall/group-live";
import { noticeBell } from "../internal/notify/notice-bell";

const ended = 4500; // how the server closes the connection of a session that is over
const asked = 0; // how the library says that a subscription is being made, not mended

interface Trust {
  createHTML(markup: string): string;
}

/** What a channel carries: a list item made by the server. */
interface Item {
  html: string;
}

function address(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** connect opens the connection and keeps it. Markup passes through trust. */
export function connect(trust: Trust): void {
  const client = new Centrifuge(
    [
      { transport: "websocket", endpoint: address("/connection/websocket") },
      { transport: "http_stream", endpoint: "/connection/stream" },
    ],
    { emulationEndpoint: "/connection/emulation" },
  );
  let known = false;
  client.on("connected", () => (known = true));
  client.on("disconnected", ({ code }) => {
    // The session is over, so the page shows what somebody without one may see.
    // Never on the first try, which would go round in circles.
    if (known && code === ended) location.reload();
  });
  customElements.define("live-log", logOn(client, trust));
  customElements.define("live-check", liveCheck(client));
  customElements.define("notice-bell", noticeBell(client));
  customElements.define("group-live", groupLive(client));
  customElements.define("topic-live", topicLive(client, trust));
  void follow(client, trust);
  client.connect();
}

/** follow fetches what moves a run sheet, on the page of one. */
async function follow(client: Centrifuge, trust: Trust): Promise<void> {
  const script = document.querySelector("sheet-live")?.getAttribute("script");
  if (!script) return;
  const { sheetLive } = (await import(script)) as typeof import("./sheet");
  customElements.define("sheet-live", sheetLive(client, trust));
}

function logOn(client: Centrifuge, trust: Trust): CustomElementConstructor {
  return class extends HTMLElement {
    private stop?: () => void;

    connectedCallback(): void {
      const list = this.querySelector("[role=log] > *")!;
      const status = this.querySelector("[role=status]")!;
      const subscription = client.newSubscription(this.getAttribute("channel")!);
      subscription.on("publication", (event: PublicationContext) => list.append(fragment(trust, (event.data as Item).html)));
      subscription.on("subscribing", ({ code }) => {
        if (code !== asked) status.textContent = this.getAttribute("said-lost");
      });
      subscription.on("subscribed", () => (status.textContent = ""));
      subscription.subscribe();
      this.stop = () => client.removeSubscription(subscription);
    }

    disconnectedCallback(): void {
      this.stop?.();
    }
  };
}

function fragment(trust: Trust, markup: string): DocumentFragment {
  const holder = document.createElement("template");
  holder.innerHTML = trust.createHTML(markup);
  return holder.content;
}
