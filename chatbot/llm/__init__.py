"""Language models behind one narrow seam; see base.py."""

import sys

# openvino would send usage figures from a forked process at import: nothing here calls anybody, and the fork can
# dead-lock BLAS
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
