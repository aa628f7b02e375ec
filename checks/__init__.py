"""What keeps the code as it is meant to be: budgets, one writer of states, both languages, and the stages of CI."""
