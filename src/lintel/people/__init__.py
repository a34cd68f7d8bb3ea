"""Who people are, found without being named."""
