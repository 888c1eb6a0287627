"""Pages of the Network, each module one part of it."""
