//! French, for what is billed: the statement, its verification, and contests.

use lutin_shared::conversation::Unfounded;
use lutin_shared::ledger::audit::Kind;

use crate::text::{AuditText, BillText, ContestText, StatementText};

pub const CONTEST: ContestText = ContestText {
    heading: "Contestation",
    offer: "Contester ce décompte",
    lead: "Les règles sont d’abord rejouées sur les preuves\u{a0}: si elles ne comptent pas la conversation, \
           elle vous est rendue aussitôt. Sinon, l’opérateur décide.",
    reason: "Pourquoi cette conversation ne devrait-elle pas compter\u{a0}?",
    submit: "Envoyer la contestation",
    submitting: "Envoi…",
    cancel: "Annuler",
    empty: "Donnez votre raison, en quelques mots.",
    left: |count, plural| {
        format!("{count} {}", if plural { "caractères restants" } else { "caractère restant" })
    },
    too_long: |count, plural| {
        format!(
            "{count} {} de trop\u{a0}: raccourcissez votre texte.",
            if plural { "caractères" } else { "caractère" }
        )
    },
    by: |who, when| format!("Contesté par {who}, le {when}"),
    open: "L’opérateur ne s’est pas encore prononcé. D’ici là, la conversation reste sur la facture.",
    credited_by_operator: "L’opérateur vous a donné raison\u{a0}: la conversation ne compte plus.",
    credited_by_rules: "Les règles, rejouées sur les preuves, ne la comptent pas\u{a0}: elle ne compte plus.",
    credit: "Cet avoir est une nouvelle ligne du registre. Rien n’y a été modifié.",
    upheld: "L’opérateur maintient le décompte\u{a0}: la conversation reste sur la facture.",
    decided: |when| format!("Décision du {when}"),
    note: "Note de l’opérateur",
};

pub const BILL: BillText = BillText {
    heading: "Ma facture",
    month: "Mois",
    so_far: "À ce jour\u{a0}: le mois n’est pas fini.",
    amounts: "Les montants viennent des lignes de votre registre\u{a0}: vos commandes, au prix de votre catalogue. \
              Les conversations, elles, n’ajoutent jamais rien.",
    owners_only: "Seul un propriétaire de la boutique voit les factures.",
    no_month: "Il n’y a pas de facture pour ce mois.",
    this_month: "Voir le mois en cours",
    exports: "Télécharger l’export",
    exports_lead: "Toutes les lignes du mois, telles qu’elles sont inscrites, pour les vérifier vous-même \
                   ou les confier à quelqu’un d’autre.",
    export: "L’export",
    export_with_texts: "L’export avec les messages",
};

pub const STATEMENT: StatementText = StatementText {
    caption: |month| format!("Relevé de {month}, montants hors taxes"),
    item: "Désignation",
    amount: "Montant HT",
    plan: "Forfait",
    packs: "Packs",
    enchantments: "Enchantements",
    plan_line: |plan| format!("Forfait {plan}"),
    whole_month: "Le mois entier",
    upgrade: |from, to| format!("Passage de {from} à {to}"),
    prorated: |day, days, left, plural| {
        let noun = if plural { "jours" } else { "jour" };
        format!("Dès le {day}\u{a0}: {left} {noun} sur {days}, au prorata de la différence de prix")
    },
    pack: |size| format!("Pack de {size} conversations"),
    bought: |day| format!("Acheté le {day}"),
    included: "Sans supplément avec votre forfait",
    subtotal: |group| format!("Sous-total {group}"),
    total: "Total HT",
    coverage: "Conversations du mois",
    counted: "Comptées, avoirs déduits",
    by_plan: "Couvertes par le forfait",
    by_packs: "Couvertes par des packs",
    uncovered: "Au-delà",
    uncovered_note: "Elles ont eu leur réponse et ne sont jamais facturées.",
    left_in_packs: "Reste dans vos packs",
    left_note: "Le temps qu’il faudra, d’un mois à l’autre.",
    of: |part, whole| format!("{part} sur {whole}"),
};

pub const AUDIT: AuditText = AuditText {
    heading: "Vérifier ma facture",
    lead: "Votre propre navigateur relit l’export ligne par ligne et refait chaque calcul avec les mêmes règles\u{a0}: \
           rien n’est cru, sinon les lignes.",
    start: "Vérifier ma facture",
    again: "Vérifier à nouveau",
    running: |rows| format!("Vérification en cours\u{a0}: lignes relues, {rows}"),
    holds: "Votre facture est juste",
    holds_not: "Le relevé affiché n’est pas celui des lignes",
    holds_lead: |rows, plural| {
        if plural {
            format!("Les {rows} lignes s’enchaînent, et chacune est ce que disent les règles.")
        } else {
            format!("{rows} ligne relue\u{a0}: elle est ce que disent les règles.")
        }
    },
    rows: "Lignes relues",
    counted: "Conversations comptées",
    credited: "Créditées",
    open_contests: "Contestations en attente",
    not_counted: "Non comptées",
    head: |seq| format!("Dernière ligne, n°\u{a0}{seq}"),
    hash: "Empreinte de la dernière ligne",
    statement: "Relevé recalculé",
    same: |total| format!("{total} HT, identique à celui qui est affiché"),
    sum: |total, counted| format!("{total} HT, conversations\u{a0}: {counted}"),
    differs: |shown, recomputed| {
        format!(
            "Affiché\u{a0}: {shown}. Recalculé\u{a0}: {recomputed}. \
             Si une conversation ou une commande vient d’arriver, vérifiez à nouveau. \
             Si l’écart reste, téléchargez l’export et écrivez-nous."
        )
    },
    outdated: "Le relevé a changé depuis\u{a0}: une ligne au moins s’est ajoutée. Vérifiez à nouveau pour l’inclure.",
    carried: "Ces lignes partent du solde reporté du mois d’avant. C’est en vérifiant ce mois-là qu’on vérifie ce solde.",
    wrong: "Quelque chose ne concorde pas",
    at: |line, row| match row {
        Some(row) => format!("Ligne {line} de l’export, ligne n°\u{a0}{row} du registre."),
        None => format!("Ligne {line} de l’export."),
    },
    kind,
    what_to_do: "Réessayez d’abord. Si cela reste, téléchargez l’export et écrivez-nous\u{a0}: \
                 en cas de doute, nous ne facturons pas.",
    detail: "Détail technique",
    failed: "La vérification n’a pas pu être menée à son terme.",
};

fn kind(kind: &Kind) -> String {
    let sentence = match kind {
        Kind::Altered => {
            "Cette ligne a été modifiée\u{a0}: son empreinte n’est pas celle de son contenu et de la ligne d’avant."
        }
        Kind::Balance => "Le solde reporté n’est pas celui auquel les lignes aboutissent.",
        Kind::Differs { .. } => "Les règles aboutissent ici à une autre ligne que celle de l’export.",
        Kind::Head { .. } => "L’empreinte finale annoncée n’est pas celle à laquelle les lignes aboutissent.",
        Kind::OutOfOrder { expected } => {
            return format!(
                "La ligne n°\u{a0}{expected} était attendue\u{a0}: il en manque une, ou elles ont été déplacées."
            );
        }
        Kind::Refused(refusal) => {
            return format!("Les règles refusent cette ligne (code {}).", refusal.code());
        }
        Kind::Statement { period, .. } => {
            return format!("Le relevé annoncé pour {period} n’est pas celui auquel les lignes aboutissent.");
        }
        Kind::Text { id } => {
            return format!("Le texte du message {id} n’est pas celui qui a été enregistré.");
        }
        Kind::TimeRunsBack => "L’heure de cette ligne précède celle de la ligne d’avant.",
        Kind::Unfounded(unfounded) => match unfounded {
            Unfounded::Facts => {
                "Le verdict ne tient pas\u{a0}: ses faits ne forment pas une seule conversation."
            }
            Unfounded::Reason { stated, recomputed } => {
                let rule = |reason| (super::TEXT.reason)(reason).short;
                return format!(
                    "Le verdict ne tient pas\u{a0}: il dit «\u{a0}{}\u{a0}», les règles disent «\u{a0}{}\u{a0}».",
                    rule(*stated),
                    rule(*recomputed)
                );
            }
            Unfounded::Rules { stated } => {
                return format!("Le verdict suit l’édition {stated} des règles, que cette page n’a pas.");
            }
            Unfounded::Field { field } => {
                return format!(
                    "Le reçu ne tient pas\u{a0}: «\u{a0}{field}\u{a0}» ne découle pas de ses faits."
                );
            }
        },
        Kind::Uncalled => {
            "Rien n’explique cette ligne\u{a0}: aucune commande, aucune conversation ne l’appelle."
        }
        Kind::Unfinished { .. } => "L’export n’est pas complet\u{a0}: il manque quelque chose à cet endroit.",
        Kind::Unreadable(_) => "Cette ligne est illisible.",
    };
    sentence.to_owned()
}
