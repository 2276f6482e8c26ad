"""An optional second reader: any language model behind an OpenAI-compatible address, checked word for word.

Off unless an address is given. A model gets one chunk at a time and no tools; what it returns is data: closed lists
of acts and parties, and a quotation that must stand in that chunk, else the statement is dropped.
"""

from detente.sources.model.backend import ModelReading, read_with_model
from detente.sources.model.client import Endpoint
from detente.sources.model.replies import Refused, verified_statements

__all__ = ["Endpoint", "ModelReading", "Refused", "read_with_model", "verified_statements"]
