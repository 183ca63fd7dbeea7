// Shows the next code when its time has come, so that whoever holds the phone up
// need not touch it.

export {};

const again = 5000; // milliseconds until it is tried once more
const most = 150; // within which all phones ask, so that they do not ask at once

class RoomCode extends HTMLElement {
  connectedCallback(): void {
    this.wait(Number(this.getAttribute("left")));
  }

  private wait(left: number): void {
    setTimeout(() => void this.next(), Math.max(0, left) + Math.random() * most);
  }

  private async next(): Promise<void> {
    if (!this.isConnected) return;
    const [digits, left] = await this.ask();
    this.querySelector<HTMLElement>("[data-away]")!.hidden = digits !== "";
    if (digits) this.querySelector("bdi")!.textContent = digits;
    this.wait(left);
  }

  private async ask(): Promise<[string, number]> {
    try {
      const answer = await fetch(this.getAttribute("src")!, { headers: { Accept: "text/plain" } });
      if (answer.status === 404) location.reload(); // the time of the code is over
      const [digits, left] = (await answer.text()).split("|");
      if (answer.ok && digits && left) return [digits, Number(left)];
    } catch {
      // off line: the code in the room stands until there is another
    }
    return ["", again];
  }
}

customElements.define("room-code", RoomCode);
