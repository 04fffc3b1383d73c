/** The program of somebody who subscribed to changes: keeps what it was told, and answers as a test says. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Receiver {
  readonly received: { headers: Record<string, string>; body: string }[] = [];
  answer: (body: string) => { status: number; body: string } = (body) => {
    const { data } = JSON.parse(body);
    return { status: 200, body: JSON.stringify(data.challenge ? { challenge: data.challenge } : {}) };
  };
  readonly #server: Server;
  address = '';

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        this.received.push({ headers: request.headers as Record<string, string>, body });
        const answer = this.answer(body);
        response.writeHead(answer.status).end(answer.body);
      });
    });
  }
  async listen(): Promise<this> {
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    this.address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
    return this;
  }
  close(): void {
    this.#server.close();
  }
}
