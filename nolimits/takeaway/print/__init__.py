"""The book on paper: one document made of the pages' articles, printed by Chromium, the same each time."""
