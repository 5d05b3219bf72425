// Stands in for the binding of Workers AI: streams as it does, and says back what it was asked.

import { WorkerEntrypoint } from "cloudflare:workers";

export default class Ai extends WorkerEntrypoint {
  async run(model, inputs) {
    const asked = inputs.messages.at(-1).content;
    if (asked.includes("en panne")) throw new Error("3040: Capacity temporarily exceeded");
    const pieces = [`Demandé à ${model} : `, ...asked.split(/(?<= )/)];
    const events = pieces.map((response) => `data: ${JSON.stringify({ response })}\n\n`);
    return new Response([...events, 'data: {"response":"","usage":{}}\n\n', "data: [DONE]\n\n"].join("")).body;
  }

  fetch() {
    return new Response("only a binding", { status: 404 });
  }
}
