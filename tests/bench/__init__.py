"""What `make bench` measures: rates of this product beside those of its peers, in one run on one machine."""
