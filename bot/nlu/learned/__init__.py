"""What is learned from examples, beside the rules: linear models on the layers of the encoder."""
