"""What people work as, of which "for 20 years" or "24 years" is told."""

from __future__ import annotations

TRADES = (
    r"\b(?:roofer|tiler|plumber|carpenter|joiner|builder|bricklayer|brickie|plasterer|gardener|"
    r"nurse|teacher|cleaner|driver|postman|postie|farmer|(?:carpet |floor |pipe |kitchen )?fitter|"
    r"floor layer|labourer|electrician|sparky|mechanic|painter|decorator|scaffolder|chef|waiter|"
    r"waitress|hairdresser|soldier|fire ?fighter|fireman|policeman|paramedic|carer|dancer|"
    r"footballer|welder|miner|docker|trucker|landscaper|paver|baker|butcher|barber|barista|"
    r"receptionist|warehouseman|porter|midwife|surveyor|engineer)s?\b"
)
