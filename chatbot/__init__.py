"""Because: the conversational recommender you can ask why. Start with README.md in this folder."""

__version__ = "0.1.0"
