/** The sentences in English of what is loaded only when it is needed. */
export default {
  privacy: {
    before: "Until you agree, nothing you write is kept. It is only checked for signs of an emergency.",
    what: "Once you agree, your messages, the answers and what the program understood are kept on this clinic’s server. You need no account. Please don’t give your name or address.",
    days: "All of it is deleted {days} after your last message. To delete it sooner, choose “Erase my conversation” in the menu. You can also download it there.",
    who: "No person reads along and nobody is told what you write. The people who look after the server could see it. A report is only made when you ask for one.",
    others: "There are no cookies, no advertising and no counting of visitors. This browser tab keeps a key to your conversation until you close it.",
  },
  about: "Patella is a computer program for people with a sore knee. Knee pain sometimes comes from the hip, so it asks about both. It says how soon to be seen, by whom and why, and where it has that from.\n\nIt is not a doctor and gives no diagnosis. What it says was written by the people of the Patella project from published guidance. No clinician has signed it off yet, so let a professional judge.\n\nThe program is open source: anybody may read and check it.",

  showList: "Show as a list",
  showPicture: "Show the picture",
  mapLabel: "Picture of the body: mark where it hurts",
  mapHint: "Mark where it hurts. You can mark several places, on both sides.",
  mapTurn: "View",
  mapViews: { front: "Front", back: "Back" },
  mapSides: {
    front: "Front: your right side is on the left of the picture.",
    back: "Back: your right side is on the right of the picture.",
  },
  mapSidesOther: {
    front: "Front: the right side of the body is on the left of the picture.",
    back: "Back: the right side of the body is on the right of the picture.",
  },
  mapKnown: "You told me the side: {side}. What you mark here counts.",
  mapMarked: "Marked: {places}",
  mapNothing: "Nothing is marked yet.",
  mapSelected: "{place}: selected",
  mapCleared: "{place}: no longer selected",
  mapShows: "Picture of the body, marked: {places}",
  mapEmpty: "Picture of the body, nothing marked",
  mapWords: { Front: "Front", Back: "Back", right: "right", left: "left", "all over": "all over", deep: "deep" },

  print: "Print",
  copy: "Copy as text",
  copied: "Copied. You can paste it into a message or a note.",
  copyFailed: "It could not be copied. You can open the report and copy from there.",
  reportAs: { html: "Open the report", pdf: "Report as PDF", fhir: "Report as FHIR" },
  reportSaved: "Saved as {name}",
};
