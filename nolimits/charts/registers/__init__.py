"""The kinds of chart that draw a register: trade measures, projects, milestones and dated events, as of the cutoff."""
