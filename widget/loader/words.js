// The launcher's few words: a line for each language, of the cross of the bubble, of what is said when the chat does not come,
// and of the chat's name where that is not "Chat". One name for open and closed: `aria-expanded` says which.
// As text, because every shop's page carries it: so it is 60 bytes lighter than as objects.

const WORDS = `fr:Fermer:La discussion ne répond pas. Réessayer ?:Discussion
en:Close:No answer. Try again?
es:Cerrar:Sin respuesta. ¿Reintentar?
de:Schließen:Keine Antwort. Erneut versuchen?
it:Chiudi:Nessuna risposta. Riprovare?
pt:Fechar:Sem resposta. Tentar de novo?
nl:Sluiten:Geen antwoord. Opnieuw proberen?
pl:Zamknij:Brak odpowiedzi. Ponowić?:Czat
ru:Закрыть:Нет ответа. Повторить?:Чат
ar:إغلاق:لا رد. إعادة المحاولة؟:الدردشة
zh:关闭:没有响应，重试？:在线客服
ja:閉じる:応答がありません。再試行しますか？:チャット`.split("\n");

/** The words for a tag (`pt-BR`: `pt`), behind the language that they are in: French where there is no other. */
export const words = (tag) => {
  const start = tag.toLowerCase().split(/[-_]/)[0] + ":";
  return [...(WORDS.find((line) => line.startsWith(start)) || WORDS[0]).split(":"), "Chat"];
};
