"""What several routes do with storage: tickets, appointments, loads, pages of lists. Rules stay in `hall.rules`."""
