"""The clients, a file each: how a publisher's server is asked, and how its answers are read."""
