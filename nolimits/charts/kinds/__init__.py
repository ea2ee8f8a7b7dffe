"""The kinds of chart that draw figures over time or beside one another: one function a kind."""
