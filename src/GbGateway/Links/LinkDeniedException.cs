namespace GbGateway.Links;

/// <summary>What a link names may not be asked for. The message is for operators and names no address.</summary>
public sealed class LinkDeniedException(string message) : IOException(message);
