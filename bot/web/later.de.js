/** The sentences in German of what is loaded only when it is needed. */
export default {
  privacy: {
    before: "Solange Sie nicht einverstanden sind, wird nichts gespeichert, was Sie schreiben. Es wird nur auf Anzeichen für einen Notfall geprüft.",
    what: "Danach werden Ihre Nachrichten, die Antworten und das, was das Programm verstanden hat, auf dem Server dieser Praxis gespeichert. Sie brauchen kein Konto. Nennen Sie bitte weder Namen noch Adresse.",
    days: "Alles wird gelöscht, sobald Ihre letzte Nachricht {days} zurückliegt. Früher löschen Sie es im Menü mit „Mein Gespräch löschen“. Dort können Sie es auch herunterladen.",
    who: "Niemand liest mit, und niemand erfährt, was Sie schreiben. Wer den Server betreut, könnte es sehen. Ein Bericht entsteht nur, wenn Sie ihn anfordern.",
    others: "Es gibt keine Cookies, keine Werbung und keine Besucherzählung. Dieser Tab merkt sich einen Schlüssel zu Ihrem Gespräch, bis Sie ihn schließen.",
  },
  about: "Patella ist ein Computerprogramm für Menschen mit Knieschmerzen. Manchmal kommen sie von der Hüfte, deshalb fragt es nach beidem. Es sagt, wie bald Sie sich untersuchen lassen sollten, von wem und warum, und woher es das weiß.\n\nEs ist kein Arzt und stellt keine Diagnose. Was es sagt, haben die Leute vom Projekt Patella nach veröffentlichten Leitlinien geschrieben. Noch hat das keine medizinische Fachperson freigegeben; fragen Sie deshalb eine um ihr Urteil.\n\nDas Programm ist quelloffen: Alle dürfen es lesen und prüfen.",

  showList: "Als Liste zeigen",
  showPicture: "Das Bild zeigen",
  mapLabel: "Bild des Körpers: markieren, wo es weh tut",
  mapHint: "Markieren Sie, wo es weh tut. Es können mehrere Stellen sein, auf beiden Seiten.",
  mapTurn: "Ansicht",
  mapViews: { front: "Vorne", back: "Hinten" },
  mapSides: {
    front: "Vorne: Ihre rechte Seite ist links im Bild.",
    back: "Hinten: Ihre rechte Seite ist rechts im Bild.",
  },
  mapSidesOther: {
    front: "Vorne: Die rechte Körperseite ist links im Bild.",
    back: "Hinten: Die rechte Körperseite ist rechts im Bild.",
  },
  mapKnown: "Als Seite haben Sie genannt: {side}. Es gilt, was Sie hier markieren.",
  mapMarked: "Markiert: {places}",
  mapNothing: "Noch ist nichts markiert.",
  mapSelected: "{place}: ausgewählt",
  mapCleared: "{place}: nicht mehr ausgewählt",
  mapShows: "Bild des Körpers, markiert: {places}",
  mapEmpty: "Bild des Körpers, nichts markiert",
  mapWords: { Front: "Vorne", Back: "Hinten", right: "rechts", left: "links", "all over": "überall", deep: "tief" },

  print: "Drucken",
  copy: "Als Text kopieren",
  copied: "Kopiert. Sie können es in eine Nachricht oder Notiz einfügen.",
  copyFailed: "Das Kopieren hat nicht geklappt. Sie können den Bericht öffnen und daraus kopieren.",
  reportAs: { html: "Bericht öffnen", pdf: "Bericht als PDF", fhir: "Bericht als FHIR" },
  reportSaved: "Gespeichert als {name}",
};
