// The launcher's few words. The panel has its own, in the shop's language.

const EN = {
  close: "Close the chat",
  failed: "The chat does not answer.",
  loading: "Opening the chat…",
  open: "Open the chat",
  retry: "Try again",
  title: "Chat",
  unread: "new",
};

const FR = {
  close: "Fermer la discussion",
  failed: "La discussion ne répond pas.",
  loading: "Ouverture de la discussion…",
  open: "Ouvrir la discussion",
  retry: "Réessayer",
  title: "Discussion",
  unread: "non lus :",
};

/** The words for a language tag; French where there are none. */
export const words = (tag) => (/^en\b/i.test(tag) ? EN : FR);
