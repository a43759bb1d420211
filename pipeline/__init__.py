"""hetong: blank Chinese contracts to issued ones, and back."""
