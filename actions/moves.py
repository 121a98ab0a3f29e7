"""Which intents are asides: answered by a rule of their own, after which the form asks again."""

ASIDES = frozenset(
    {
        "are_you_a_doctor",
        "ask_meaning",
        "ask_question",
        "ask_why",
        "complaint",
        "erase_my_data",
        "export_my_data",
        "goodbye",
        "greet",
        "human_handover",
        "out_of_scope",
        "show_summary",
        "stop",
        "thanks",
    }
)

#: The actions that hand on to the form when the message that they answered tells of a complaint.
ANSWERING = frozenset({"action_answer_question"})
