// What is said while the panel comes, and what stands before the number of unread messages.

const WORDS = {
  fr: ["Ouverture de la discussion…", "non lus :"],
  en: ["Opening the chat…", "unread:"],
  es: ["Abriendo el chat…", "sin leer:"],
  de: ["Der Chat wird geöffnet…", "ungelesen:"],
  it: ["Apertura della chat…", "non letti:"],
  pt: ["A abrir o chat…", "não lidas:"],
  nl: ["De chat wordt geopend…", "ongelezen:"],
  pl: ["Otwieranie czatu…", "nieprzeczytane:"],
  ru: ["Открываем чат…", "непрочитанные:"],
  ar: ["جارٍ فتح الدردشة…", "غير مقروءة:"],
  zh: ["正在打开客服窗口…", "未读："],
  ja: ["チャットを開いています…", "未読："],
};

/** In a language of words.js. */
export const frameWords = (language) => WORDS[language] || WORDS.fr;
