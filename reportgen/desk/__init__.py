"""The use cases, one function each: typed requests in, typed outcomes out; faces put words to them."""
